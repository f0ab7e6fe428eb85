import { once } from 'node:events';
import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { eventually } from '../traffic/eventually.ts';
import { echo, openWebSocket } from '../traffic/web-socket.ts';
import type { OpenWebSocket } from '../traffic/web-socket.ts';

const HOST = 'chat.test';
const MIB = 1024 * 1024;

describeContainers('WebSocket', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      chat: {
        instances: 2,
        settings: { domain: HOST, loadBalancing: { policy: 'round-robin' } },
      },
    });
    return () => stack.remove();
  });

  const open = (): Promise<OpenWebSocket> => openWebSocket(stack.proxy.origin, HOST);

  it('carries text and binary messages both ways', async () => {
    const { socket } = await open();
    expect(await echo(socket, 'grüß dich')).toEqual({ data: Buffer.from('grüß dich'), binary: false });
    expect(await echo(socket, Buffer.from([0, 255, 128]))).toEqual({
      data: Buffer.from([0, 255, 128]),
      binary: true,
    });
    const large = Buffer.alloc(4 * MIB, 7);
    expect((await echo(socket, large)).data).toEqual(large);
    socket.close();
  });

  it('is balanced like any request', async () => {
    const both = [await open(), await open()];
    expect(both.map(({ instance }) => instance).sort()).toEqual(['chat-1', 'chat-2']);
    for (const { socket } of both) socket.close();
  });

  it('passes the close code on to the instance and back', async () => {
    const { socket, instance } = await open();
    const closed = once(socket, 'close');
    socket.close(4_001, 'done');
    expect((await closed)[0]).toBe(4_001);
    await eventually(async () => {
      expect((await stack.instance(instance).stats()).webSockets.open).toBe(0);
    });
  });

  it('tells the instance when the client is cut off', async () => {
    const { socket, instance } = await open();
    socket.on('error', () => {});
    socket.terminate();
    await eventually(async () => {
      expect((await stack.instance(instance).stats()).webSockets.open).toBe(0);
    });
  });

  it('is refused with a 404 for a Host that no service claims', async () => {
    await expect(openWebSocket(stack.proxy.origin, 'unknown.test')).rejects.toThrow('404');
  });

  it('reaches a living instance when the other one is dead', async () => {
    await stack.instance('chat-1').engine.kill();
    const sockets = await Promise.all([open(), open(), open(), open()]);
    expect(sockets.map(({ instance }) => instance)).toEqual(['chat-2', 'chat-2', 'chat-2', 'chat-2']);
    for (const { socket } of sockets) socket.close();
  });
});
