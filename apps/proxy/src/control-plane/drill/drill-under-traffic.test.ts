import { describe, expect, it } from 'vitest';
import { adminScene } from '../../admin/testing/admin-scene.ts';
import type { AdminScene } from '../../admin/testing/admin-scene.ts';
import { ask } from '../../testing/client.ts';
import { toShop } from '../../testing/scene.ts';
import { answering } from '../../testing/upstreams.ts';
import type { DrillReport } from './drill-report.ts';

/** What clients have seen. */
interface Seen {
  answered: number;
  /** Responses that broke off. */
  cut: number;
  /** Any other status. */
  refused: number;
}

async function shop(service: object = {}): Promise<AdminScene> {
  return adminScene({
    endpoints: [await answering(), await answering(), await answering()],
    service: {
      loadBalancing: { policy: 'round-robin' },
      outlierDetection: { baseEjection: '200ms' },
      ...service,
    },
  });
}

/** Four clients ask until the drill is over. */
async function drill(
  scene: AdminScene,
  order: object,
  method = 'GET',
): Promise<{ readonly report: DrillReport; readonly seen: Seen }> {
  const seen: Seen = { answered: 0, cut: 0, refused: 0 };
  const over = new AbortController();
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const { status, cut } = await ask(scene.proxy.port, { ...toShop, method });
      if (cut) seen.cut += 1;
      else if (status === 200) seen.answered += 1;
      else seen.refused += 1;
    }
  };
  const clients = Array.from({ length: 4 }, client);
  const answer = await scene.post('/api/v1/drill', { service: 'shop', for: '400ms', ...order });
  over.abort();
  await Promise.all(clients);
  expect(answer.status).toBe(200);
  // What the answer is, is checked against the document of the API.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { report } = answer.json() as { readonly report: DrillReport };
  return { report, seen };
}

describe('a drill under traffic', () => {
  it.each([
    { fault: 'refuse', takenOutBy: /backoff|ejection/ },
    { fault: 'hang', takenOutBy: /backoff|ejection/ },
    { fault: 'reset', takenOutBy: /ejection/ },
    { fault: '5xx', takenOutBy: /ejection/ },
  ])('of $fault costs no idempotent request', async ({ fault, takenOutBy }) => {
    // Short for the one that waits for it alone: a busy machine may be slower than that with the others.
    const timeouts = fault === 'hang' ? { responseHeader: '150ms' } : {};
    const { report, seen } = await drill(await shop({ timeouts }), { fault });
    expect(report).toMatchObject({ verdict: 'pass', baseline: { failed: 0 }, drill: { failed: 0 }, fault });
    expect(seen).toMatchObject({ cut: 0, refused: 0 });
    expect(report.attempts.failed).toBeGreaterThan(0);
    expect(report.drill.retries).toBeGreaterThan(0);
    expect(report.takenOutBy).toMatch(takenOutBy);
    expect(report.timeToEjectMs).toBeLessThan(1_000);
    expect(report.timeToRecoverMs).toBeGreaterThanOrEqual(0);
    expect(report.baseline.requests + report.drill.requests).toBeLessThanOrEqual(seen.answered);
    expect(report.addedMs).not.toBeNull();
  });

  it('of truncate cuts exactly the responses that it counts', async () => {
    const { report, seen } = await drill(await shop(), { fault: 'truncate' });
    expect(seen.cut).toBeGreaterThan(0);
    expect(report).toMatchObject({
      verdict: 'pass',
      takenOutBy: 'ejection',
      drill: { failed: seen.cut, errors: { http_response_incomplete: seen.cut } },
      attempts: { failed: seen.cut },
    });
    expect(seen.refused).toBe(0);
  });

  it('of slow adds a second to the slowest, and fails nothing', async () => {
    const { report, seen } = await drill(await shop(), { fault: 'slow', for: '1500ms' });
    expect(report).toMatchObject({ verdict: 'pass', takenOutBy: null, drill: { failed: 0 } });
    expect(report.attempts.answered).toBeGreaterThan(0);
    expect(report.addedMs?.p99).toBeGreaterThan(800);
    expect(seen).toMatchObject({ cut: 0, refused: 0 });
  });

  it('tells POST, which is not sent twice, from what another endpoint could have answered', async () => {
    const { report, seen } = await drill(await shop(), { fault: 'reset' }, 'POST');
    expect(report).toMatchObject({ verdict: 'pass', drill: { retries: 0, failed: seen.refused } });
    expect(seen.refused).toBeGreaterThan(0);
  });

  it('fails a service that does not try again', async () => {
    const { report, seen } = await drill(await shop({ retry: { attempts: 1 } }), { fault: 'reset' });
    expect(report).toMatchObject({ verdict: 'fail', drill: { failed: seen.refused } });
    expect(report.reasons[0]).toMatch(/^\d+ requests? failed that another endpoint could have answered \(/);
  });

  it('fails a service that does not take its endpoint out', async () => {
    const { report } = await drill(await shop({ outlierDetection: false }), { fault: '5xx' });
    expect(report).toMatchObject({ verdict: 'fail', takenOutBy: null, timeToRecoverMs: null });
    expect(report.reasons).toEqual([
      expect.stringMatching(/^The endpoint was never taken out although \d+ attempts at it failed: /),
    ]);
  });
});
