import { describe, expect, test } from 'vitest';
import { ask } from '../../../testing/client.ts';
import { startPlane } from '../../../testing/running-plane.ts';
import { keep, toShop } from '../../../testing/scene.ts';
import { answering } from '../../../testing/upstreams.ts';
import type { Service } from '../../service.ts';
import type { FaultKind } from './injected-fault.ts';

/** A service with so many endpoints that are well, of which the first is made to fail. */
async function scene(endpoints: number, kind: FaultKind, settings: object = {}) {
  const upstreams = await Promise.all(Array.from({ length: endpoints }, () => answering()));
  const { plane, port } = await keep(startPlane(upstreams, { ...roundRobin, ...settings }));
  const service = plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is there');
  service.fault = { endpoint: nameOf(service), kind };
  return { plane, port, service, upstreams };
}

const roundRobin = { loadBalancing: { policy: 'round-robin' } };

function nameOf(service: Service): string {
  return service.balancer.endpoints[0]?.name ?? '';
}

/** How the attempts at the failing endpoint ended, as a report tells it. */
function blameOf(service: Service) {
  const [first] = service.stats.collect().endpoints;
  const { counts, lastError } = first ?? {};
  return { counts, code: lastError?.code ?? null };
}

describe('an injected fault', () => {
  test.each([
    { kind: 'refuse', counted: 'connectFailure', code: 'connection_refused' },
    { kind: 'reset', counted: 'reset', code: 'connection_terminated' },
    { kind: 'hang', counted: 'headerTimeout', code: 'http_response_timeout' },
    { kind: '5xx', counted: 'gatewayFailure', code: 'error_status' },
  ] as const)(
    'of kind $kind is retried on another endpoint and blamed like a real one',
    async ({ kind, counted, code }) => {
      const { port, service } = await scene(2, kind, { timeouts: { responseHeader: '20ms' } });
      expect((await ask(port, toShop)).status).toBe(200);
      const blame = blameOf(service);
      expect(blame.counts).toMatchObject({ success: 0, [counted]: 1 });
      expect(blame.code).toBe(code);
    },
  );

  test.each([
    { kind: 'refuse', status: 502, error: 'connection_refused' },
    { kind: 'reset', status: 502, error: 'connection_terminated' },
    { kind: 'hang', status: 504, error: 'http_response_timeout' },
  ] as const)(
    'of kind $kind at the only endpoint is what the client is told',
    async ({ kind, status, error }) => {
      const { port, plane, upstreams } = await scene(1, kind, { timeouts: { responseHeader: '20ms' } });
      const answer = await ask(port, { ...toShop, method: 'POST', body: 'hello' });
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ error });
      expect(plane.collect().services).toMatchObject([{ failed: 1, errors: { [error]: 1 }, inFlight: 0 }]);
      expect(upstreams[0]?.accepted).toBe(0);
    },
  );

  test('of kind 5xx at the only endpoint is passed on as it came', async () => {
    const { port } = await scene(1, '5xx');
    const { status, body } = await ask(port, toShop);
    expect(status).toBe(503);
    expect(body.toString()).toBe('fault injected by a drill\n');
  });

  test('of kind truncate cuts the response for its client to see', async () => {
    const { port, plane, service } = await scene(1, 'truncate');
    const answer = await ask(port, toShop);
    expect(answer).toMatchObject({ status: 200, cut: true });
    expect(answer.body.toString()).toBe('o');
    expect(blameOf(service)).toMatchObject({ counts: { reset: 1 }, code: 'http_response_incomplete' });
    expect(plane.open.size).toBe(0);
  });

  test('of kind slow is hedged', async () => {
    const { port, service } = await scene(2, 'slow', { retry: { hedge: { after: '5ms' } } });
    expect((await ask(port, toShop)).status).toBe(200);
    expect(service.stats.collect().hedges).toBe(1);
  });

  test('is over once it is taken back', async () => {
    const { port, service } = await scene(1, 'reset');
    service.fault = null;
    expect((await ask(port, toShop)).status).toBe(200);
  });

  test('leaves the other endpoints alone', async () => {
    const { port, service } = await scene(2, 'truncate');
    const answers = [await ask(port, toShop), await ask(port, toShop)];
    expect(answers.filter(({ cut }) => cut)).toHaveLength(1);
    expect(service.stats.collect()).toMatchObject({ requests: 2, failed: 1 });
  });
});
