import { expect, it } from 'vitest';
import { retryCondition } from './retry-condition.ts';

it.each([
  ['connect-failure', 'connect-failure'],
  ['reset', 'reset'],
  ['response-timeout', 'response-timeout'],
  [503, 503],
  ['502', 502],
  [429, 429],
])('reads %j', (value, expected) => {
  expect(retryCondition.parse(value)).toEqual({ ok: true, value: expected });
});

const general = 'write one of connect-failure, reset, response-timeout, or a status from 400 to 599';

it.each([
  ['a typing mistake', 'conect-failure', 'did you mean connect-failure?'],
  ['a class of statuses', '5xx', 'list the statuses one by one, such as 502, 503'],
  ['a status that is no failure', 200, general],
  ['a status that does not exist', 600, general],
  ['a condition of another proxy', 'gateway-error', general],
  ['nothing', undefined, general],
])('refuses %s', (_name, value, fix) => {
  expect(retryCondition.parse(value)).toEqual({ ok: false, fix });
});
