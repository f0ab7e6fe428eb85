import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Arrival } from './arrival.ts';
import { order, startInstance } from './testing/start-instance.ts';

test('tells of each request for the service, probes and the operator apart', async () => {
  const arrivals: Arrival[] = [];
  const { url } = await startInstance({ instance: 'i-1', onRequest: (arrival) => arrivals.push(arrival) });
  await fetch(`${url}/orders?x=1`, { method: 'POST', body: 'x', headers: { 'X-Tag': '17' } });
  await fetch(`${url}/healthz`);
  await fetch(`${url}/_stats`);
  await fetch(url);
  const webSocket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { 'X-Tag': 'w' } });
  await once(webSocket, 'open');
  webSocket.close();
  expect(arrivals).toEqual([
    { instance: 'i-1', method: 'POST', target: '/orders?x=1', tag: '17' },
    { instance: 'i-1', method: 'GET', target: '/', tag: null },
    { instance: 'i-1', method: 'GET', target: '/ws', tag: 'w' },
  ]);
});

test('tells of a request that is answered with nothing but a reset', async () => {
  const arrivals: Arrival[] = [];
  const { url } = await startInstance({ onRequest: (arrival) => arrivals.push(arrival) });
  await order(url, { state: 'down' });
  await expect(fetch(url, { headers: { 'X-Tag': 'lost' } })).rejects.toThrow('fetch failed');
  expect(arrivals.map(({ tag }) => tag)).toEqual(['lost']);
});
