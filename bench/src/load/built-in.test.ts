import { expect, test } from 'vitest';
import { parseLoadResult } from './built-in.ts';

const RESULT = {
  requests: 10,
  requestsPerSecond: 5,
  p50Us: 100,
  p99Us: 200,
  badStatuses: 1,
  socketErrors: 2,
};

test('reads the line of the generator', () => {
  expect(parseLoadResult(`${JSON.stringify(RESULT)}\n`)).toEqual(RESULT);
});

test('refuses a run without a single response, whose percentiles are null', () => {
  const line = JSON.stringify({ ...RESULT, requests: 0, p50Us: Number.NaN });
  expect(() => parseLoadResult(line)).toThrow(/^no p50Us in the load generator's line/);
});
