import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ListenError } from './listen.ts';
import { startDownstream } from './start-downstream.ts';
import type { Downstream, DownstreamOptions } from './start-downstream.ts';
import { rawGet } from './testing/raw-client.ts';

async function start(options: DownstreamOptions): Promise<Downstream> {
  const downstream = await startDownstream(options);
  onTestFinished(() => downstream.close({ graceMs: 0 }));
  return downstream;
}

test('starts one instance for each port, named after service and port', async () => {
  const { instances } = await start({ ports: [0, 0], service: 'cart' });
  expect(new Set(instances.map(({ port }) => port)).size).toBe(2);
  for (const { instance, port, url } of instances) {
    expect(instance).toBe(`cart-${port}`);
    expect((await fetch(url)).headers.get('x-instance')).toBe(`cart-${port}`);
  }
});

test('adds the port to a given name where there are several', async () => {
  const { instances } = await start({ ports: [0, 0], instance: 'i' });
  expect(instances.map(({ instance }) => instance)).toEqual(instances.map(({ port }) => `i-${port}`));
});

test('says which port is in use, and leaves nothing running', async () => {
  const { instances } = await start({});
  const taken = instances[0]?.port ?? 0;
  const failing = startDownstream({ ports: [0, taken] });
  await expect(failing).rejects.toThrow(ListenError);
  await expect(failing).rejects.toThrow(
    `cannot listen on 127.0.0.1:${taken}: the port is in use; stop the process that has it, or choose another with -p`,
  );
});

test('closing ends event streams and WebSockets in good order and lets requests finish', async () => {
  const downstream = await startDownstream();
  const [instance] = downstream.instances;
  const port = instance?.port ?? 0;
  const idle = await rawGet(port, '/');
  const stream = await rawGet(port, '/sse?interval=60s');
  const finishing = await rawGet(port, '/?drip=200ms&size=1');
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  await Promise.all([
    once(webSocket, 'open'),
    idle.until(/"peer"/),
    stream.until(/id: 1/),
    finishing.until(/\r\n\r\n/),
  ]);
  const closed = once(webSocket, 'close');

  await downstream.close({ graceMs: 60_000 });
  expect(await idle.ended).toBe('fin');
  expect(await stream.ended).toBe('fin');
  expect(stream.received).toMatch(/\r\n0\r\n\r\n$/);
  expect(await finishing.ended).toBe('fin');
  expect(finishing.received).toMatch(/\r\n\r\n!$/);
  expect((await closed)[0]).toBe(1001);
  expect(instance?.stats()).toMatchObject({ inFlight: 0, connections: { open: 0 } });
});

test('closing resets what does not finish in time', async () => {
  const downstream = await startDownstream();
  const [instance] = downstream.instances;
  const client = await rawGet(instance?.port ?? 0, '/?hang=1');
  await expect.poll(() => instance?.stats().inFlight).toBe(1);
  await downstream.close({ graceMs: 0 });
  expect(await client.ended).toBe('reset');
  expect(instance?.stats()).toMatchObject({ cut: 1, aborted: 0, connections: { open: 0 } });
});

test('closes while it refuses connections', async () => {
  const downstream = await startDownstream();
  downstream.instances[0]?.control({ state: 'refusing', for: '1h' });
  await downstream.close();
  expect(downstream.instances[0]?.stats().connections.open).toBe(0);
});

test('an order that is none is an error', async () => {
  const { instances } = await start({});
  expect(() => instances[0]?.control({ state: 'broken' })).toThrow(
    new RangeError('expected a state of up, unready, slow, erroring, hanging, down, refusing'),
  );
});
