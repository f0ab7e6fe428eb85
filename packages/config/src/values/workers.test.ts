import { expect, it } from 'vitest';
import { workers } from './workers.ts';

const fix = 'write 1, and run several replicas behind a load balancer to use more cores';

it('takes one', () => {
  expect(workers.parse(1)).toEqual({ ok: true, value: 1 });
  expect(workers.parse('1')).toEqual({ ok: true, value: 1 });
});

it('says that more are not built yet', () => {
  expect(workers.parse(4)).toEqual({ ok: false, fix, notBuiltYet: true });
});

it.each([0, -1, 'auto', null])('refuses %j as no number of workers', (value) => {
  expect(workers.parse(value)).toEqual({ ok: false, fix });
});
