import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@hostler/config';
import { httpUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';

function saying(text: string): Promise<Upstream> {
  return keep(httpUpstream((_request, response) => response.end(text)));
}

/** A file that lists these endpoints, and what rewrites it. */
async function listOf(...upstreams: readonly Upstream[]): Promise<{
  readonly path: string;
  readonly write: (...upstreams: readonly Upstream[]) => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'hostler-endpoints-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'shop.json');
  const write = (...listed: readonly Upstream[]): Promise<void> =>
    writeFile(path, JSON.stringify(listed.map(({ address, port }) => ({ address, port }))));
  await write(...upstreams);
  return { path, write };
}

function byFile(path: string, settings: object = {}): object {
  return {
    name: 'shop',
    domain: 'shop.test',
    discovery: { type: 'file', path },
    ...settings,
  };
}

it('a proxy that has started serves what it has discovered, and follows it', async () => {
  const [first, second] = [await saying('first'), await saying('second')];
  const list = await listOf(first);
  const proxy = await proxyTo([], { proxy: { services: [byFile(list.path)] } });
  expect((await ask(proxy.port, toShop)).status).toBe(503);
  await proxy.proxy.start();
  expect((await ask(proxy.port, toShop)).body.toString()).toBe('first');
  await list.write(second);
  await expect.poll(async () => (await ask(proxy.port, toShop)).body.toString()).toBe('second');
  await first.allClosed();
});

it('a reload never leaves a service without the endpoints that it had', async () => {
  const upstream = await saying('here');
  const [list, other] = [await listOf(upstream), await listOf(upstream)];
  const proxy = await proxyTo([], { proxy: { services: [byFile(list.path)] } });
  await proxy.proxy.start();
  const statuses = new Set<number>();
  const done = new AbortController();
  const client = async (): Promise<void> => {
    while (!done.signal.aborted) statuses.add((await ask(proxy.port, toShop)).status);
  };
  const clients = [client(), client()];
  for (let count = 1; count <= 10; count++) {
    const { path } = count % 2 === 0 ? list : other;
    const timeouts = { idle: `${count}s` };
    await proxy.proxy.reload(defineConfig({ proxy: { services: [byFile(path, { timeouts })] } }));
    await ask(proxy.port, toShop);
  }
  done.abort();
  await Promise.all(clients);
  expect([...statuses]).toEqual([200]);
});
