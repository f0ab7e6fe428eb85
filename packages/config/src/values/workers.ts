import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';
import { toInteger } from './integer.ts';

/** How many processes carry traffic: one, until there is a way to run more. */
export const workers: ValueType<1> = {
  expected: '1, the only number of workers so far',
  json: [{ enum: [1, '1'] }],
  parse(value) {
    const count = toInteger(value);
    if (count === 1) return accept(1);
    const fix = 'write 1, and run several replicas behind a load balancer to use more cores';
    return count !== null && count > 1 ? { ok: false, fix, notBuiltYet: true } : refuse(fix);
  },
};
