import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';
import { closestWord } from '../closest-word.ts';
import { toInteger } from './integer.ts';

const conditions = ['connect-failure', 'reset', 'response-timeout'] as const;

/**
 * Why an attempt may be followed by another one.
 * `connect-failure` - nothing was sent; `reset` - the connection ended before the final head;
 * `response-timeout` - no final head in time.
 */
export type RetryCondition = (typeof conditions)[number];

const expected = `one of ${conditions.join(', ')}, or a status from 400 to 599`;

/** A condition by name, or a status of the final head. */
export const retryCondition: ValueType<RetryCondition | number> = {
  expected,
  json: [
    { enum: conditions },
    { type: 'integer', minimum: 400, maximum: 599 },
    { type: 'string', pattern: '^[45][0-9]{2}$' },
  ],
  parse(value) {
    const condition = conditions.find((name) => name === value);
    if (condition !== undefined) return accept(condition);
    const status = toInteger(value);
    if (status !== null && status >= 400 && status <= 599) return accept(status);
    const meant = typeof value === 'string' ? closestWord(value, conditions) : null;
    if (meant !== null) return refuse(`did you mean ${meant}?`);
    if (value === '5xx') return refuse('list the statuses one by one, such as 502, 503');
    return refuse(`write ${expected}`);
  },
};
