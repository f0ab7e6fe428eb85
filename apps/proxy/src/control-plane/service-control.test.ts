import { describe, expect, it } from 'vitest';
import { configOf, controlOf, hosts, service } from './testing/control-scene.ts';
import type { ControlScene } from './testing/control-scene.ts';
import { endpointReport, gatewayFailures, outcomes, planeReport } from './testing/reports.ts';

const checked = { healthCheck: { path: '/', jitter: '0%' } };

async function started(settings: object = {}): Promise<ControlScene> {
  const scene = controlOf(configOf([service('shop', settings)]));
  await scene.control.start();
  return scene;
}

/** One worker says that so many requests to an endpoint failed in a row. */
function fails({ link }: ControlScene, address: string, count = 5, workerId = 0): void {
  const report = endpointReport(`${address}:80`, { counts: gatewayFailures(count) });
  link.report(workerId, planeReport('shop', { endpoints: [report] }));
}

function ejected({ link }: ControlScene): string[] {
  return Object.entries(link.states('shop'))
    .filter(([, state]) => state.ejected === true)
    .map(([address]) => address);
}

describe('the availability of an endpoint', () => {
  it('is that of the balancer: in backoff it is not merely full', async () => {
    const scene = await started({ limits: { maxInFlightPerEndpoint: 2 } });
    const backoff = { kind: 'waiting', remainingMs: 250 } as const;
    const reports = [
      endpointReport('10.0.0.1:80', { inFlight: 2 }),
      endpointReport('10.0.0.2:80', { inFlight: 2, backoff }),
    ];
    scene.link.report(0, planeReport('shop', { endpoints: reports }));
    const endpoints = scene.control.service('shop')?.endpoints.map(({ availability }) => availability);
    expect(endpoints).toEqual(['full', 'backoff', 'available']);
  });
});

describe('active checks', () => {
  it('take an endpoint out and bring it back, each with one line in the log', async () => {
    const scene = await started(checked);
    const endpoint = '10.0.0.1:80';
    for (const error of [null, 'status 500', 'status 500', 'status 500', null, null]) {
      scene.probed(endpoint, error);
      scene.clock.advance(5_000);
    }
    expect(scene.link.calls).toEqual(['update shop', 'update shop', 'update shop']);
    expect(scene.link.states('shop')['10.0.0.1']).toEqual({ health: 'healthy' });
    const msg = 'the health of an endpoint has changed';
    expect(scene.log).toEqual([
      { level: 'warn', service: 'shop', endpoint, from: 'healthy', to: 'unhealthy', why: 'status 500', msg },
      { level: 'info', service: 'shop', endpoint, from: 'unhealthy', to: 'healthy', why: 'checks pass', msg },
    ]);
  });

  it('are seen with their last error', async () => {
    const scene = await started(checked);
    scene.probed('10.0.0.1:80', 'refused');
    expect(scene.control.service('shop')?.endpoints[0]).toMatchObject({
      health: 'unhealthy',
      availability: 'unhealthy',
      healthCheck: { lastAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown, lastError: 'refused' },
    });
    expect(scene.control.service('shop')?.endpoints[1]?.healthCheck).toBe(null);
  });

  it('run at most 64 at a time, over all services', async () => {
    const services = Array.from({ length: 40 }, (_, index) =>
      service(`s${index}`, { ...checked, hosts: hosts(3).map((host) => ({ ...host, port: 1_000 + index })) }),
    );
    const scene = controlOf(configOf(services));
    await scene.control.start();
    expect(scene.probing).toHaveLength(64);
    scene.clock.advance(5_000);
    expect(scene.probing).toHaveLength(64);
    scene.probed('10.0.0.1:1000', null);
    expect(scene.probing).toHaveLength(64);
  });
});

describe('outlier detection', () => {
  it('ejects after five failures in a row, for ten seconds, and says so', async () => {
    const scene = await started();
    fails(scene, '10.0.0.1', 4);
    expect(ejected(scene)).toEqual([]);
    fails(scene, '10.0.0.1', 1);
    expect(ejected(scene)).toEqual(['10.0.0.1']);
    expect(scene.control.service('shop')?.endpoints[0]).toMatchObject({
      availability: 'ejected',
      ejected: { reason: 'gateway-failures', remainingMs: 10_000, times: 1 },
    });
    scene.clock.advance(9_999);
    expect(ejected(scene)).toEqual(['10.0.0.1']);
    scene.clock.advance(1);
    expect(ejected(scene)).toEqual([]);
    expect(scene.clock.pending).toBe(0);
    const named = { service: 'shop', endpoint: '10.0.0.1:80' };
    expect(scene.log).toEqual([
      {
        level: 'warn',
        ...named,
        reason: 'gateway-failures',
        forMs: 10_000,
        times: 1,
        msg: 'an endpoint is ejected',
      },
      { level: 'info', ...named, by: 'time', msg: 'the ejection of an endpoint is over' },
    ]);
  });

  it('counts over all workers', async () => {
    const scene = await started();
    fails(scene, '10.0.0.1', 3, 1);
    fails(scene, '10.0.0.1', 2, 2);
    expect(ejected(scene)).toEqual(['10.0.0.1']);
  });

  it('is off with `outlierDetection: false`', async () => {
    const scene = await started({ outlierDetection: false });
    fails(scene, '10.0.0.1', 100);
    expect(scene.link.calls).toEqual([]);
  });

  it('ejects at most half', async () => {
    const scene = await started({ hosts: hosts(4) });
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) fails(scene, address);
    expect(ejected(scene)).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  it.each([
    {
      name: 'unhealthy',
      before: (scene: ControlScene) => scene.probed('10.0.0.2:80', 'refused'),
    },
    {
      name: 'drained',
      before: (scene: ControlScene) => scene.control.drain('shop', '10.0.0.2:80'),
    },
    {
      name: 'in backoff',
      before: ({ link }: ControlScene) => {
        const backoff = { kind: 'waiting', remainingMs: 250 } as const;
        link.report(0, planeReport('shop', { endpoints: [endpointReport('10.0.0.2:80', { backoff })] }));
      },
    },
  ])('never ejects the last one that is available: the other one is $name', async ({ before }) => {
    const scene = await started({ ...checked, hosts: hosts(2) });
    before(scene);
    const reports = [
      endpointReport('10.0.0.1:80', { counts: gatewayFailures(50) }),
      // As the worker sees it still.
      endpointReport('10.0.0.2:80', {
        backoff: scene.control.service('shop')?.endpoints[1]?.backoff ?? { kind: 'ready', remainingMs: null },
      }),
    ];
    scene.link.report(0, planeReport('shop', { endpoints: reports }));
    expect(ejected(scene)).toEqual([]);
  });

  it('is told by a passing check that an endpoint is well again', async () => {
    const scene = await started(checked);
    for (const endpoint of scene.probing) scene.probed(endpoint, null);
    fails(scene, '10.0.0.1');
    expect(ejected(scene)).toEqual(['10.0.0.1']);
    scene.clock.advance(5_000);
    scene.probed('10.0.0.1:80', null);
    expect(ejected(scene)).toEqual([]);
    expect(scene.log.at(-1)).toMatchObject({ endpoint: '10.0.0.1:80', by: 'a passing check' });
  });

  it('is told nothing by a check that began before the ejection', async () => {
    const scene = await started(checked);
    scene.clock.advance(1);
    fails(scene, '10.0.0.1');
    scene.probed('10.0.0.1:80', null);
    expect(ejected(scene)).toEqual(['10.0.0.1']);
  });

  it('goes on through a change of the service that is none of its own', async () => {
    const scene = await started();
    fails(scene, '10.0.0.1');
    await scene.control.apply(configOf([service('shop', { timeouts: { idle: '7s' } })]));
    expect(scene.link.calls.at(-1)).toBe('commit shop');
    expect(ejected(scene)).toEqual(['10.0.0.1']);
    scene.clock.advance(10_000);
    expect(ejected(scene)).toEqual([]);
  });

  it('forgets all with other settings', async () => {
    const scene = await started();
    fails(scene, '10.0.0.1');
    await scene.control.apply(configOf([service('shop', { outlierDetection: { consecutiveFailures: 9 } })]));
    expect(scene.control.service('shop')?.endpoints[0]?.ejected).toBe(null);
    expect(scene.clock.pending).toBe(0);
  });

  it('ends with the service', async () => {
    const scene = await started();
    fails(scene, '10.0.0.1');
    await scene.control.apply(configOf([service('other')]));
    expect(scene.clock.pending).toBe(0);
  });

  it('does not count what went well', async () => {
    const scene = await started();
    const report = endpointReport('10.0.0.1:80', { counts: outcomes({ success: 50 }) });
    for (let count = 0; count < 4; count++) {
      fails(scene, '10.0.0.1', 4);
      scene.link.report(0, planeReport('shop', { endpoints: [report] }));
    }
    expect(ejected(scene)).toEqual([]);
  });
});
