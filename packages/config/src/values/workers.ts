import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';
import { toInteger } from './integer.ts';

const most = 256;

/** How many processes carry traffic. */
export const workers: ValueType<number | 'auto'> = {
  expected: `a number from 1 to ${most}, or auto`,
  json: [
    { const: 'auto' },
    { type: 'integer', minimum: 1, maximum: most },
    { type: 'string', pattern: '^[0-9]+$' },
  ],
  parse(value) {
    if (value === 'auto') return accept(value);
    const count = toInteger(value);
    if (count === null || count < 1 || count > most)
      return refuse(`write a number from 1 to ${most}, or auto for one for each core`);
    return accept(count);
  },
};
