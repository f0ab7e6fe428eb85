import { expect, test } from 'vitest';
import { Gauge, Stats } from './stats.ts';

test('counts what is open and what ever was', () => {
  const gauge = new Gauge();
  const leave = gauge.enter();
  gauge.enter();
  leave();
  expect(gauge.snapshot).toEqual({ open: 1, total: 2 });
});

test('counts each request by how it ended, and by status only if one was sent', () => {
  const stats = new Stats();
  stats.begin('GET')('complete', 200);
  stats.begin('GET')('aborted', undefined);
  stats.begin('POST')('aborted', 200);
  stats.begin('GET')('cut', undefined);
  stats.begin('GET');
  expect(stats.snapshot()).toMatchObject({
    total: 5,
    byMethod: { GET: 4, POST: 1 },
    byStatus: { 200: 2 },
    aborted: 2,
    cut: 1,
    inFlight: 1,
  });
});
