import { describe, expect, test } from 'vitest';
import { checksOf } from './report.ts';
import type { SoakReport } from './report.ts';
import { describeReport } from './describe-report.ts';

const STREAMS = { opened: 5, refused: 0, cut: 2, cutByProxy: 0, cutByReload: 0, messages: 600 };
const NONE = { fine: 0, cut: 0, refused: 0, failed: 0, 'cut-by-proxy': 0, 'cut-unseen': 0, wrong: 0 };
const GOOD: SoakReport = {
  seconds: 60,
  requests: [
    { kind: 'GET', counts: { ...NONE, fine: 1_000, cut: 3 } },
    { kind: 'POST', counts: { ...NONE, fine: 400, refused: 7 } },
  ],
  leftOut: 0,
  faults: { hang: 2, reload: 2 },
  nonIdempotent: { received: 405, repeated: 0 },
  reloads: { done: 14, astray: [], medianMs: 140 },
  webSockets: STREAMS,
  eventStreams: STREAMS,
  sockets: { before: 5, after: 5, settledMs: 4_200 },
  memory: { firstKib: 102_400, lastKib: 104_448, ratio: 0.02 },
  rssKib: [100_000],
  warmUpSeconds: 15,
  incidents: [],
};

function wrongOnes(report: SoakReport): string[] {
  return checksOf(report)
    .filter(({ is, mustBe }) => is !== mustBe)
    .map(({ what }) => what);
}

describe('checksOf', () => {
  test('finds nothing wrong with refused POSTs, visible cuts, and streams that went with their instance', () => {
    expect(wrongOnes(GOOD)).toEqual([]);
  });

  test.each([
    {
      name: 'a failed GET',
      change: { requests: [{ kind: 'GET', counts: { ...NONE, failed: 1 } }] },
      what: 'idempotent requests that failed',
    },
    {
      name: 'a repeated POST',
      change: { nonIdempotent: { received: 2, repeated: 1 } },
      what: 'non-idempotent requests repeated',
    },
    {
      name: 'a socket too many',
      change: { sockets: { before: 5, after: 6, settledMs: 15_000 } },
      what: 'sockets after the load',
    },
    {
      name: 'a refused WebSocket',
      change: { webSockets: { ...STREAMS, refused: 1 } },
      what: 'WebSockets refused',
    },
    {
      name: 'a reload that was ignored',
      change: { reloads: { done: 1, astray: ['none in place of applied'], medianMs: 0 } },
      what: 'reloads that went astray',
    },
  ])('finds $name', ({ change, what }) => {
    expect(wrongOnes({ ...GOOD, ...change })).toEqual([what]);
  });
});

describe('describeReport', () => {
  test('has a row for each kind of request and for each count', () => {
    const text = describeReport(GOOD);
    expect(text).toContain('| GET     | 1000 |   3 |       0 |');
    expect(text).toContain('| idempotent requests that failed  |  0 |       0 |');
    expect(text).toContain(
      'Memory, by a line through all samples: 100.0 MiB after a warm-up of 15 s, 102.0 MiB at the end: +2.0 %',
    );
  });

  test('marks what is wrong', () => {
    const text = describeReport({ ...GOOD, nonIdempotent: { received: 2, repeated: 1 } });
    expect(text).toContain('| non-idempotent requests repeated | 1 (!) |       0 |');
  });
});
