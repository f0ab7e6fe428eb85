import { expect, it } from 'vitest';
import { statusRange } from './status.ts';

it.each([
  [204, { from: 204, to: 204 }],
  ['204', { from: 204, to: 204 }],
  ['200-299', { from: 200, to: 299 }],
  ['200-200', { from: 200, to: 200 }],
])('reads %j', (written, value) => {
  expect(statusRange.parse(written)).toEqual({ ok: true, value });
});

it.each([
  ['299-200', 'write 200-299'],
  ['2xx', 'write 200-299'],
  ['5XX', 'write 500-599'],
  [100, 'write a status such as 200, or a range such as 200-299'],
  ['200-600', 'write a status such as 200, or a range such as 200-299'],
  ['200-250-299', 'write a status such as 200, or a range such as 200-299'],
  ['ok', 'write a status such as 200, or a range such as 200-299'],
  [null, 'write a status such as 200, or a range such as 200-299'],
])('refuses %j', (written, fix) => {
  expect(statusRange.parse(written)).toEqual({ ok: false, fix });
});
