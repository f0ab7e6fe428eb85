import { onTestFinished } from 'vitest';
import type { Instance } from '../instance.ts';
import { startDownstream } from '../start-downstream.ts';
import type { DownstreamOptions } from '../start-downstream.ts';
import { FakeClock } from './fake-clock.ts';

/** Starts one instance on a free port, on a clock of its own, for as long as the test runs. */
export async function startInstance(
  options: Omit<DownstreamOptions, 'ports' | 'clock'> = {},
): Promise<{ instance: Instance; clock: FakeClock; url: string; port: number }> {
  const clock = new FakeClock();
  const downstream = await startDownstream({ ...options, clock });
  onTestFinished(async () => {
    const closed = downstream.close({ graceMs: 1 });
    clock.advance(1);
    await closed;
  });
  const [instance] = downstream.instances;
  if (instance === undefined) throw new Error('nothing was started');
  return { instance, clock, url: instance.url, port: instance.port };
}

/** Sends an order to `/_control`. */
export function order(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/_control`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
