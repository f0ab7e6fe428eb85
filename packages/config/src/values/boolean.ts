import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** `true` or `false`, bare or in quotes: values from the environment arrive in quotes. */
export const boolean: ValueType<boolean> = {
  expected: 'true or false',
  json: [{ type: 'boolean' }, { enum: ['true', 'false'] }],
  parse(value) {
    if (value === true || value === 'true') return accept(true);
    if (value === false || value === 'false') return accept(false);
    return refuse('write true or false');
  },
};
