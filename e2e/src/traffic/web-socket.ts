import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** An open WebSocket through a proxy. */
export interface OpenWebSocket {
  readonly socket: WebSocket;
  /** Who is at the other end. */
  readonly instance: string;
}

/** Opens one, for the test that runs at most. Rejects when it is refused. */
export async function openWebSocket(origin: string, host: string): Promise<OpenWebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers: { host } });
  onTestFinished(() => socket.terminate());
  let instance: unknown;
  socket.on('upgrade', ({ headers }) => {
    instance = headers['x-instance'];
  });
  await once(socket, 'open');
  return { socket, instance: String(instance) };
}

/** Sends a message and resolves with what comes back. Rejects when the WebSocket is closed first. */
export function echo(
  socket: WebSocket,
  message: string | Buffer,
): Promise<{ data: unknown; binary: boolean }> {
  return new Promise((resolve, reject) => {
    const onClose = (code: number): void => reject(new Error(`it was closed with ${code}`));
    socket.once('close', onClose);
    socket.once('message', (data, binary) => {
      socket.off('close', onClose);
      resolve({ data, binary });
    });
    socket.send(message);
  });
}
