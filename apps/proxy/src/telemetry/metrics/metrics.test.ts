import { describe, expect, it } from 'vitest';
import { adminParts } from '../../admin/testing/admin-parts.ts';
import type { EndpointView, ServiceView } from '../../control-plane/views.ts';
import { createMetrics } from './metrics.ts';
import type { MetricsParts } from './metrics.ts';

const reloads = { applied: 0, unchanged: 0, invalid: 0, 'tests-failed': 0, failed: 0 };

const configuration = { reloads, lastResult: null, lastSuccessAtMs: 1_700_000_000_500 };

/** Series of a scrape by name and labels, those of the process left out. */
async function scrape(parts: Partial<MetricsParts> = {}): Promise<Readonly<Record<string, number>>> {
  const text = await createMetrics({
    version: '1.2.3',
    services: () => [],
    configuration,
    ...parts,
  }).read();
  const lines = text.split('\n').filter((line) => line.startsWith('hostler_'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

function shop(service: Partial<ServiceView> = {}, endpoint: Partial<EndpointView> = {}): ServiceView {
  const view = adminParts().control.service('shop');
  if (view === null) throw new Error('the scene has no such service');
  return { ...view, endpoints: view.endpoints.map((one) => ({ ...one, ...endpoint })), ...service };
}

describe('the metrics', () => {
  it('name the version, and what became of reloads', async () => {
    expect(await scrape()).toEqual({
      'hostler_build_info{version="1.2.3"}': 1,
      'hostler_config_reloads_total{result="applied"}': 0,
      'hostler_config_reloads_total{result="unchanged"}': 0,
      'hostler_config_reloads_total{result="invalid"}': 0,
      'hostler_config_reloads_total{result="tests-failed"}': 0,
      'hostler_config_reloads_total{result="failed"}': 0,
      hostler_config_last_reload_successful: 1,
      hostler_config_last_success_timestamp_seconds: 1_700_000_000.5,
    });
  });

  it('say that the last reload was refused', async () => {
    const manager = adminParts().configuration;
    await manager.reload('api');
    const { lastResult } = manager;
    const counts = { reloads: { ...reloads, failed: 1 }, lastResult, lastSuccessAtMs: 0 };
    expect(await scrape({ configuration: counts })).toMatchObject({
      'hostler_config_reloads_total{result="failed"}': 1,
      hostler_config_last_reload_successful: 0,
    });
  });

  it('have every series of a service at 0 before its first request', async () => {
    expect(await scrape({ services: () => [shop()] })).toMatchObject({
      'hostler_service_requests_total{service="shop"}': 0,
      'hostler_service_failed_requests_total{service="shop"}': 0,
      'hostler_service_retries_total{service="shop"}': 0,
      'hostler_service_hedges_total{service="shop"}': 0,
      'hostler_service_requests_in_flight{service="shop"}': 0,
      'hostler_service_requests_queued{service="shop"}': 0,
      'hostler_endpoint_healthy{service="shop",endpoint="127.0.0.1:1"}': 1,
      'hostler_endpoint_ejected{service="shop",endpoint="127.0.0.1:1"}': 0,
      'hostler_endpoint_requests_in_flight{service="shop",endpoint="127.0.0.1:1"}': 0,
    });
  });

  it('tell what the control plane knows of a service', async () => {
    const service = shop(
      {
        requests: 9,
        failed: 2,
        retries: 3,
        hedges: 1,
        inFlight: 4,
        queued: 5,
        refusedRetries: { budget: 6 },
      },
      { health: 'unhealthy', ejected: { reason: 'local-errors', remainingMs: 5, times: 1 }, inFlight: 7 },
    );
    expect(await scrape({ services: () => [service] })).toMatchObject({
      'hostler_service_requests_total{service="shop"}': 9,
      'hostler_service_failed_requests_total{service="shop"}': 2,
      'hostler_service_retries_total{service="shop"}': 3,
      'hostler_service_hedges_total{service="shop"}': 1,
      'hostler_service_requests_in_flight{service="shop"}': 4,
      'hostler_service_requests_queued{service="shop"}': 5,
      'hostler_service_refused_retries_total{service="shop",reason="budget"}': 6,
      'hostler_service_refused_retries_total{service="shop",reason="attempts"}': 0,
      'hostler_endpoint_healthy{service="shop",endpoint="127.0.0.1:1"}': 0,
      'hostler_endpoint_ejected{service="shop",endpoint="127.0.0.1:1"}': 1,
      'hostler_endpoint_requests_in_flight{service="shop",endpoint="127.0.0.1:1"}': 7,
    });
  });

  it.each([
    { breaker: null, value: undefined },
    { breaker: 'closed', value: 0 },
    { breaker: 'half-open', value: 1 },
    { breaker: 'open', value: 2 },
  ] as const)('give a circuit breaker that is $breaker as $value', async ({ breaker, value }) => {
    const series = await scrape({ services: () => [shop({ breaker })] });
    expect(series['hostler_service_circuit_breaker_state{service="shop"}']).toBe(value);
  });

  it('forget a service that is gone', async () => {
    let services = [shop(), shop({ name: 'gone' })];
    const metrics = createMetrics({ version: '1.2.3', services: () => services, configuration });
    expect(await metrics.read()).toContain('service="gone"');
    services = [shop()];
    const text = await metrics.read();
    expect(text).not.toContain('service="gone"');
    expect(text).toContain('hostler_service_requests_total{service="shop"} 0');
  });

  it('have what Prometheus expects of every process', async () => {
    const metrics = createMetrics({
      version: '1.2.3',
      services: () => [],
      configuration,
    });
    const text = await metrics.read();
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
  });
});
