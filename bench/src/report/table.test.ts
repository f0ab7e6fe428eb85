import { expect, test } from 'vitest';
import type { Row } from './summary.ts';
import { formatTable } from './table.ts';

const ROW: Row = {
  contender: 'hostler',
  rounds: 3,
  undisturbed: 2,
  cpuUsPerRequest: 33.04,
  cpuRatio: { median: 0.381, min: 0.37, max: 0.399 },
  requestsPerSecond: 21_234.5,
  p50Us: 1_230,
  p99Us: 4_940,
  peakRssKib: 78_384,
  errors: 0,
};

test('is Markdown with the columns padded, and marks rows that had errors', () => {
  const rows = [ROW, { ...ROW, contender: 'other', cpuRatio: null, errors: 12 }];
  expect(formatTable(rows, 'bare')).toBe(
    [
      '| contender | CPU us/request |       CPU / bare | requests/s | p50 ms | p99 ms | peak RSS MiB | quiet rounds | errors |',
      '| --------- | -------------: | ---------------: | ---------: | -----: | -----: | -----------: | -----------: | -----: |',
      '| hostler   |           33.0 | 0.38 (0.37-0.40) |      21235 |   1.23 |   4.94 |           77 |       2 of 3 |      0 |',
      '| other     |           33.0 |                - |      21235 |   1.23 |   4.94 |           77 |       2 of 3 | 12 (!) |',
    ].join('\n'),
  );
});
