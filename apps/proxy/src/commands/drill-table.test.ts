import { expect, it } from 'vitest';
import type { DrillCounts, DrillReport } from '../control-plane/drill/drill-report.ts';
import { drillTable } from './drill-table.ts';

const baseline: DrillCounts = {
  requests: 1_000,
  failed: 0,
  aborted: 0,
  errors: {},
  retries: 0,
  refusedRetries: {},
  hedges: 0,
  latencyMs: { p50: 2.04, p99: 12 },
};

const report: DrillReport = {
  service: 'shop',
  endpoint: '10.0.0.1:80',
  fault: 'reset',
  forMs: 10_000,
  faultMs: 10_002,
  baselineMs: 10_000,
  baseline,
  drill: {
    ...baseline,
    requests: 2_000,
    failed: 1,
    aborted: 2,
    errors: { connection_terminated: 1 },
    retries: 6,
    refusedRetries: { 'not-idempotent': 1 },
    latencyMs: { p50: 2.01, p99: 48 },
  },
  addedMs: { p50: -0.3, p99: 36 },
  attempts: { answered: 3, failed: 7 },
  timeToEjectMs: 98,
  takenOutBy: 'ejection',
  timeToRecoverMs: 2_310,
  verdict: 'pass',
  reasons: ['It went well.', 'Nearly.'],
};

it('shows a drill as a table that ends in its verdict', () => {
  expect(drillTable(report).split('\n')).toEqual([
    'Drill of shop: reset at 10.0.0.1:80 for 10.0 s, after a baseline of 10.0 s',
    '',
    '                 BASELINE  DRILL             ADDED',
    'requests         1000      2000',
    'failed           0         1',
    'clients left     0         2',
    'retries          0         6',
    'retries refused  0         1 not-idempotent',
    'hedges           0         0',
    'p50              2.0 ms    2.0 ms            -0.3 ms',
    'p99              12 ms     48 ms             +36 ms',
    '',
    'attempts at it   3 answered, 7 failed',
    'time to eject    below 0.1 s (ejection)',
    'time to recover  2.3 s',
    '',
    'PASS',
    '  It went well.',
    '  Nearly.',
    '',
  ]);
});

it('shows what was not measured as a dash', () => {
  const unmeasured = drillTable({
    ...report,
    baseline: { ...baseline, latencyMs: null },
    addedMs: null,
    timeToEjectMs: null,
    takenOutBy: null,
    timeToRecoverMs: null,
  });
  expect(unmeasured.match(/^(p99|time to).*$/gm)).toEqual([
    'p99              -         48 ms             -',
    'time to eject    -',
    'time to recover  -',
  ]);
});
