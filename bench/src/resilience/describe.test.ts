import { expect, test } from 'vitest';
import { describeResilience } from './describe.ts';

const FAULT = {
  fault: 'refuse',
  round: 1,
  outAfterMs: 12.4,
  reached: 1,
  trials: 4,
  slowestMs: 30,
  failed: 0,
  firstMs: 700,
  shareMs: 900,
};
const HANG = { condition: 'no fault', round: 1, p50Ms: 1, p99Ms: 5, maxMs: 12, requests: 2_000, failed: 0 };

test('shows the middle of the rounds and what they lie between', () => {
  const text = describeResilience({
    faults: [
      FAULT,
      { ...FAULT, round: 2, outAfterMs: 20, shareMs: null },
      { ...FAULT, round: 3, outAfterMs: 30 },
    ],
    hang: [HANG, { ...HANG, condition: 'hang', p99Ms: 50 }],
  });
  expect(text).toContain(
    '| refuse |   20 (12-30) |          1 |      4 |         30 |      0 |           700 |               never |',
  );
  expect(text).toContain('| no fault  |    1.0 |    5.0 |         12 |            1.0 |     2000 |      0 |');
  expect(text).toContain('| hang      |    1.0 |   50.0 |         12 |           10.0 |     2000 |      0 |');
});
