import { Agent } from 'node:http';
import { httpUpstream, rawUpstream } from '@hostler/test-kit';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from './testing/client.ts';
import { keep, proxyTo, toShop } from './testing/scene.ts';

interface Endpoint {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

type Kind = 'good' | '503' | 'reset';

const start: Readonly<Record<Kind, () => Promise<Endpoint>>> = {
  good: () => httpUpstream((_request, response) => response.end('ok')),
  '503': () => httpUpstream((_request, response) => response.writeHead(503).end()),
  reset: () =>
    rawUpstream(async (connection) => {
      await connection.head();
      connection.reset();
    }),
};

/** Clients that keep their connections, each with one request after the other. @returns how often each status came */
async function load(port: number, requests: number, clients: number): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  onTestFinished(() => agent.destroy());
  const statuses: Record<string, number> = {};
  let left = requests;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const { status } = await ask(port, { ...toShop, agent });
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return statuses;
}

/** With half of the jitter a retry comes when the first answers of the others are known, as under any load but the first. */
const random = (): number => 0.5;

it.each<{ name: string; kinds: readonly Kind[] }>([
  { name: 'two answer 503', kinds: ['503', '503', 'good', 'good', 'good'] },
  { name: 'two reset', kinds: ['reset', 'reset', 'good', 'good', 'good'] },
  { name: 'three answer 503', kinds: ['503', '503', '503', 'good', 'good'] },
  { name: 'three reset', kinds: ['reset', 'reset', 'reset', 'good', 'good'] },
  { name: 'two answer 503 and two reset', kinds: ['503', '503', 'reset', 'reset', 'good'] },
  { name: 'four answer 503', kinds: ['503', '503', '503', '503', 'good'] },
])('no client sees a failure while of five endpoints $name', async ({ kinds }) => {
  const endpoints = await Promise.all(kinds.map((kind) => keep(start[kind]())));
  const proxy = await proxyTo(endpoints, { random, service: { loadBalancing: { policy: 'round-robin' } } });
  await proxy.proxy.start();
  expect(await load(proxy.port, 2_000, 16)).toEqual({ 200: 2_000 });
});
