import { describe, expect, it } from 'vitest';
import { turns } from '../../data-plane/forwarding/upstream-client/testing/turns.ts';
import { configOf, controlOf, hosts, service } from '../testing/control-scene.ts';
import type { ControlScene } from '../testing/control-scene.ts';
import { endpointReport, histogram, outcomes, planeReport } from '../testing/reports.ts';
import type { DrillOrder } from './drill-order.ts';
import type { DrillReport } from './drill-report.ts';

const order: DrillOrder = {
  service: 'shop',
  fault: 'reset',
  forMs: 1_000,
  endpoint: '10.0.0.1:80',
  force: false,
};
const fault = { endpoint: '10.0.0.1:80', kind: 'reset' };

interface Running {
  readonly scene: ControlScene;
  /** `null` until it is over. */
  readonly report: () => Promise<DrillReport | null>;
  /** Whoever asked is gone. */
  readonly leave: () => void;
}

function begin(changed: Partial<DrillOrder> = {}, scene = controlOf(configOf([service('shop')]))): Running {
  const gone = new AbortController();
  const start = scene.control.drill({ ...order, ...changed }, gone.signal);
  if (!start.ok) throw new Error(start.refusal.why);
  let report: DrillReport | null = null;
  void start.result.then((over) => {
    report = over;
  });
  return {
    scene,
    report: async () => {
      await turns();
      return report;
    },
    leave: () => gone.abort(),
  };
}

/** What became of a few requests that went to the drilled endpoint first. */
function reported({ link }: ControlScene, counts: object, said: object = {}): void {
  link.report(
    1,
    planeReport('shop', {
      endpoints: [endpointReport('10.0.0.1:80', { counts: outcomes(counts) }), endpointReport('10.0.0.2:80')],
      ...said,
    }),
  );
}

describe('a drill', () => {
  it('tells what the fault did, and that the endpoint came back', async () => {
    const { scene, report } = begin();
    const { clock, link } = scene;
    reported(scene, { success: 2 }, { requests: 2, latency: histogram(10, 10) });
    expect(link.faults).toEqual([]);
    clock.advance(1_000);
    expect(link.faults).toEqual([fault]);
    clock.advance(100);
    reported(
      scene,
      { reset: 2, trailingLocalErrors: 2 },
      { requests: 3, retries: 2, latency: histogram(20) },
    );
    clock.advance(200);
    reported(scene, { reset: 3, trailingLocalErrors: 3 }, { requests: 3, retries: 3, hedges: 1 });
    clock.advance(700);
    expect(link.faults).toEqual([fault, null]);
    clock.advance(9_300);
    expect(await report()).toBeNull();
    reported(scene, { success: 1 }, { requests: 1 });
    const over = await report();
    expect(over).toMatchObject({
      service: 'shop',
      endpoint: '10.0.0.1:80',
      fault: 'reset',
      forMs: 1_000,
      faultMs: 1_000,
      baselineMs: 1_000,
      baseline: { requests: 2, failed: 0 },
      drill: { requests: 7, failed: 0, retries: 5, hedges: 1 },
      attempts: { answered: 0, failed: 5 },
      timeToEjectMs: 200,
      takenOutBy: 'ejection',
      timeToRecoverMs: 9_300,
      verdict: 'pass',
    });
    expect(over?.addedMs?.p50).toBeCloseTo(
      (over?.drill.latencyMs?.p50 ?? 0) - (over?.baseline.latencyMs?.p50 ?? 0),
    );
    expect(clock.pending).toBe(0);
  });

  it('is over soon when nothing came of it', async () => {
    const { scene, report } = begin();
    scene.clock.advance(2_250);
    expect(await report()).toMatchObject({ verdict: 'inconclusive', timeToEjectMs: null, addedMs: null });
    expect(scene.link.faults).toEqual([fault, null]);
  });

  it.each([
    { name: 'whoever asked is gone', end: ({ leave }: Running) => leave() },
    { name: 'the proxy shuts down', end: ({ scene }: Running) => scene.control.endDrills() },
    { name: 'the control plane is closed', end: ({ scene }: Running) => scene.control.close() },
    {
      name: 'an operator drains the endpoint',
      end: ({ scene }: Running) => {
        scene.control.drain('shop', '10.0.0.1:80');
        reported(scene, {});
      },
    },
  ])('takes the fault out at once when $name', async ({ end }) => {
    const running = begin();
    running.scene.clock.advance(1_500);
    end(running);
    expect(running.scene.link.faults).toEqual([fault, null]);
    expect(await running.report()).toMatchObject({ verdict: 'inconclusive', faultMs: 500 });
    expect(running.scene.clock.pending).toBe(0);
  });

  it('never puts the fault in for somebody who left before', async () => {
    const { scene, leave, report } = begin();
    leave();
    expect(await report()).toMatchObject({ verdict: 'inconclusive', faultMs: 0 });
    scene.clock.advance(10_000);
    expect(scene.link.faults).toEqual([]);
  });

  it('does not begin while the proxy shuts down', async () => {
    const scene = controlOf(configOf([service('shop')]));
    scene.control.endDrills();
    const { report } = begin({}, scene);
    expect(await report()).toMatchObject({ reasons: ['The proxy was shut down.'] });
    expect(scene.link.faults).toEqual([]);
  });

  it('goes on through another configuration, which is told of the fault', async () => {
    const { scene, report } = begin();
    scene.clock.advance(1_000);
    await scene.control.apply(configOf([service('shop', { timeouts: { idle: '7s' } })]));
    expect(scene.link.faults).toEqual([fault, fault]);
    scene.clock.advance(1_250);
    expect(scene.link.faults).toEqual([fault, fault, null]);
    expect(await report()).not.toBeNull();
  });

  it.each([
    { name: 'the service', services: [service('cart')] },
    { name: 'the endpoint', services: [service('shop', { hosts: hosts(3).slice(1) })] },
  ])('ends when another configuration has $name no more', async ({ services }) => {
    const { scene, report } = begin();
    scene.clock.advance(1_000);
    await scene.control.apply(configOf(services));
    expect(await report()).toMatchObject({ reasons: ['The service has this endpoint no more.'] });
    expect(scene.clock.pending).toBe(0);
  });

  it('is not begun when another endpoint has gone during the baseline', async () => {
    const { scene, report } = begin();
    scene.control.drain('shop', '10.0.0.2:80');
    scene.control.drain('shop', '10.0.0.3:80');
    scene.clock.advance(1_000);
    expect(await report()).toMatchObject({
      reasons: ['Fewer than two endpoints were available when the fault was to begin.'],
    });
    expect(scene.link.faults).toEqual([]);
  });

  it('takes the available endpoint that had the most requests', async () => {
    const scene = controlOf(configOf([service('shop')]));
    reported(scene, { success: 5 });
    const counted = (name: string, success: number) =>
      endpointReport(name, { counts: outcomes({ success }) });
    const endpoints = [counted('10.0.0.1:80', 0), counted('10.0.0.2:80', 9), counted('10.0.0.3:80', 90)];
    scene.link.report(1, planeReport('shop', { endpoints }));
    scene.control.drain('shop', '10.0.0.3:80');
    const { report } = begin({ endpoint: null }, scene);
    scene.clock.advance(2_250);
    expect(await report()).toMatchObject({ endpoint: '10.0.0.2:80' });
  });

  it('is logged with its beginning and its end', async () => {
    const { scene, report } = begin();
    scene.clock.advance(2_250);
    await report();
    expect(scene.log).toMatchObject([
      {
        level: 'warn',
        service: 'shop',
        ...fault,
        msg: 'a drill begins: an endpoint will be treated as failing',
      },
      { level: 'warn', service: 'shop', ...fault, verdict: 'inconclusive', msg: 'a drill is over' },
    ]);
  });

  it('makes way for the next one', async () => {
    const { scene, report } = begin();
    scene.clock.advance(2_250);
    await report();
    expect(() => begin({}, scene)).not.toThrow();
  });
});

describe('a drill is refused', () => {
  const { signal } = new AbortController();

  it.each([
    { name: 'for a service that there is not', order: { service: 'cart' }, why: { why: 'no-service' } },
    {
      name: 'for an endpoint that there is not',
      order: { endpoint: '10.0.0.9:80' },
      why: { why: 'no-endpoint' },
    },
    {
      name: 'for an endpoint that gets no requests',
      order: { endpoint: '10.0.0.3:80' },
      why: { why: 'unavailable', availability: 'drained' },
    },
  ])('$name', ({ order: changed, why }) => {
    const { control } = controlOf(configOf([service('shop')]));
    control.drain('shop', '10.0.0.3:80');
    expect(control.drill({ ...order, ...changed }, signal)).toEqual({ ok: false, refusal: why });
  });

  it('while the service has one, and not for another service', () => {
    const { scene } = begin({}, controlOf(configOf([service('shop'), service('cart')])));
    expect(scene.control.drill(order, signal)).toEqual({
      ok: false,
      refusal: { why: 'running', endpoint: '10.0.0.1:80', fault: 'reset' },
    });
    expect(scene.control.drill({ ...order, service: 'cart' }, signal).ok).toBe(true);
  });

  it('below two available endpoints, unless it is forced', () => {
    const { control, clock, link } = controlOf(configOf([service('shop', { hosts: hosts(1) })]));
    expect(control.drill(order, signal)).toEqual({ ok: false, refusal: { why: 'too-few', available: 1 } });
    expect(control.drill({ ...order, force: true }, signal).ok).toBe(true);
    clock.advance(1_000);
    expect(link.faults).toEqual([fault]);
  });

  it('without any endpoint, forced or not', () => {
    const byDns = { hosts: undefined, discovery: { type: 'dns', name: 'shop.internal.', port: 80 } };
    const { control } = controlOf(configOf([service('shop', byDns)]));
    for (const force of [false, true]) {
      const start = control.drill({ ...order, endpoint: null, force }, signal);
      expect(start).toEqual({ ok: false, refusal: { why: 'too-few', available: 0 } });
    }
  });
});
