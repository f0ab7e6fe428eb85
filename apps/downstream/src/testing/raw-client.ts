import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP client that shows what came, byte for byte, and how the connection ended. */
export class RawClient {
  /** How the other side ended the connection. */
  readonly ended: Promise<'fin' | 'reset'>;
  readonly socket: Socket;
  #received = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received += text;
    });
    this.ended = new Promise((resolve) => {
      socket.on('end', () => resolve('fin'));
      socket.on('error', () => resolve('reset'));
    });
  }

  /** All that came so far. */
  get received(): string {
    return this.#received;
  }

  /** Writes bytes as they are, with `\n` made `\r\n`. */
  send(text: string): void {
    this.socket.write(text.replaceAll('\n', '\r\n'));
  }

  /** Resolves with all that came once it matches. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) await once(this.socket, 'data');
    return this.#received;
  }
}

/** Connects and sends a request, for as long as the test runs. */
export async function rawRequest(port: number, text: string): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  const client = new RawClient(socket);
  client.send(text);
  return client;
}

/** A GET of `target` that says nothing else than it must. */
export function rawGet(port: number, target: string, fields = ''): Promise<RawClient> {
  return rawRequest(port, `GET ${target} HTTP/1.1\nHost: a\n${fields}\n`);
}
