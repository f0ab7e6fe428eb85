import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port where connecting neither succeeds nor fails. */
export interface HangingPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Linux queues one connection more than the backlog says before it drops what comes. */
const backlogOfOneHolds = 2;

/**
 * A port of 127.0.0.1 whose queue of connections that wait to be accepted is full, so that the kernel drops every
 * further one and whoever dials hears nothing. Linux only: other systems refuse, or queue more.
 */
export async function hangingPort(): Promise<HangingPort> {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('full-backlog.ts', import.meta.url), { workerData: cell.buffer });
  await Atomics.waitAsync(cell, 0, 0).value;
  const port = Atomics.load(cell, 0);
  const fillers = Array.from({ length: backlogOfOneHolds }, () => connect(port, '127.0.0.1'));
  await Promise.all(fillers.map((socket) => once(socket, 'connect')));

  return {
    port,
    async close() {
      for (const socket of fillers) {
        // The kernel resets what was never accepted.
        socket.on('error', () => {});
        socket.destroy();
      }
      await worker.terminate();
    },
  };
}
