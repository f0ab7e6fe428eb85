import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shop, wrongThrice } from '../commands/testing/hostler-process.ts';
import { echoUpstream, message, openWebSocket } from '../data-plane/forwarding/tunnel/testing/websockets.ts';
import { ask } from '../testing/client.ts';
import { toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { startWorkers } from './testing/running-workers.ts';
import type { RunningWorkers } from './testing/running-workers.ts';

interface Upstream {
  readonly address: string;
  readonly port: number;
}

/** Writes a configuration that has the service `new.test` as well. */
function addNew({ file }: RunningWorkers, upstream: Upstream, settings: object = {}): void {
  const { address, port } = upstream;
  const services = ['shop', 'new'].map((name) => ({
    name,
    domain: `${name}.test`,
    hosts: [{ address, port }],
  }));
  writeFileSync(file, JSON.stringify({ proxy: shop(upstream, { workers: 2, services, ...settings }) }));
}

/** What each of the two workers answers for a host. */
async function statuses({ main }: RunningWorkers, host: string): Promise<number[]> {
  const answers = [await ask(main, { headers: { host } }), await ask(main, { headers: { host } })];
  return answers.map(({ status }) => status);
}

it('all workers go by a configuration as soon as it is applied, and none before', async () => {
  const upstream = await answering();
  const running = await startWorkers(2, upstream);
  expect(await statuses(running, 'new.test')).toEqual([404, 404]);
  addNew(running, upstream);
  expect(await running.proxy.line({ msg: 'configuration applied' })).toMatchObject({
    version: 2,
    trigger: 'file',
    added: 1,
    kept: 1,
    services: ['new'],
  });
  expect(await statuses(running, 'new.test')).toEqual([200, 200]);
  expect(await statuses(running, 'shop.test')).toEqual([200, 200]);
});

it('WebSockets of all workers outlive a reload', async () => {
  const upstream = await echoUpstream();
  const running = await startWorkers(2, upstream);
  const webSockets = [
    await openWebSocket({ port: running.main }),
    await openWebSocket({ port: running.main }),
  ];
  await running.view(({ inFlight }) => inFlight === 2);
  addNew(running, upstream);
  await running.proxy.line({ msg: 'configuration applied' });
  for (const webSocket of webSockets) {
    webSocket.send('still there?');
    expect(String((await message(webSocket)).data)).toBe('still there?');
  }
});

it('a configuration that is invalid is used by none', async () => {
  const upstream = await answering();
  const running = await startWorkers(2, upstream);
  writeFileSync(running.file, JSON.stringify({ proxy: wrongThrice }));
  await running.proxy.line({ msg: 'the configuration is invalid; the one before stays in use' });
  expect(await statuses(running, 'shop.test')).toEqual([200, 200]);
});

it('a worker that comes later goes by what is in use, not by the file', async () => {
  const upstream = await answering();
  const running = await startWorkers(2, upstream);
  addNew(running, upstream);
  await running.proxy.line({ msg: 'configuration applied' });
  writeFileSync(running.file, JSON.stringify({ proxy: wrongThrice }));
  await running.proxy.line({ msg: 'the configuration is invalid; the one before stays in use' });
  for (const worker of [1, 2]) process.kill(await running.pid(worker), 'SIGKILL');
  await Promise.all([running.pid(3), running.pid(4)]);
  expect(await statuses(running, 'new.test')).toEqual([200, 200]);
});

it('another number of workers needs a restart, which is said', async () => {
  const upstream = await answering();
  const running = await startWorkers(2, upstream);
  addNew(running, upstream, { workers: 3 });
  expect(await running.proxy.line({ msg: 'these settings take effect with a restart only' })).toMatchObject({
    settings: ['proxy.workers'],
  });
  expect(await statuses(running, 'new.test')).toEqual([200, 200]);
});

it('a request is explained with what the workers have reported', async () => {
  const upstream = await echoUpstream();
  const running = await startWorkers(2, upstream);
  await Promise.all([openWebSocket({ port: running.main }), openWebSocket({ port: running.main })]);
  await running.view(({ inFlight }) => inFlight === 2);
  expect(await running.get('/api/v1/explain?url=http://shop.test/')).toMatchObject({
    explanation: {
      outcome: { service: 'shop', candidates: [{ inFlight: 2, availability: 'available' }] },
    },
  });
  expect(await ask(running.main, toShop)).toMatchObject({ status: 426 });
});
