import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';

test('counts by method and by status, probes apart, and itself not at all', async () => {
  const { url } = await startInstance({ instance: 'i-1' });
  await fetch(url);
  await fetch(`${url}/?status=404`);
  await fetch(url, { method: 'POST', body: 'x' });
  await fetch(`${url}/healthz`);
  await fetch(`${url}/_control`);
  const response = await fetch(`${url}/_stats`);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toMatchObject({
    service: 'my-service',
    instance: 'i-1',
    total: 3,
    byMethod: { GET: 2, POST: 1 },
    byStatus: { 200: 2, 404: 1 },
    aborted: 0,
    cut: 0,
    malformed: 0,
    probes: 1,
    inFlight: 0,
    webSockets: { open: 0, total: 0 },
    eventStreams: { open: 0, total: 0 },
  });
});
