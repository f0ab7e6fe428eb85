import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { RequestQueue } from './request-queue.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function queueOf(waiting: number): Promise<{ queue: RequestQueue; socket: Socket }> {
  const socket = new Socket();
  const queue = new RequestQueue(socket);
  for (let count = 0; count < waiting; count++) queue.joined();
  await turn();
  return { queue, socket };
}

describe('RequestQueue', () => {
  it.each([
    { waiting: 63, held: false },
    { waiting: 64, held: true },
    { waiting: 2000, held: true },
  ])('holds a connection with $waiting requests waiting: $held', async ({ waiting, held }) => {
    const { socket } = await queueOf(waiting);
    expect(socket.isPaused()).toBe(held);
  });

  it('reads on when half of the requests have had their turn', async () => {
    const { queue, socket } = await queueOf(64);
    for (let count = 0; count < 31; count++) queue.left();
    expect(socket.isPaused()).toBe(true);
    queue.left();
    await turn();
    expect(socket.isPaused()).toBe(false);
  });

  it('stays held when somebody else reads on', async () => {
    const { socket } = await queueOf(64);
    socket.resume();
    await turn();
    expect(socket.isPaused()).toBe(true);
  });

  it('is not held when the requests have had their turn before the end of the one in which they came', async () => {
    const socket = new Socket();
    const queue = new RequestQueue(socket);
    for (let count = 0; count < 64; count++) queue.joined();
    for (let count = 0; count < 64; count++) queue.left();
    await turn();
    expect(socket.isPaused()).toBe(false);
  });
});
