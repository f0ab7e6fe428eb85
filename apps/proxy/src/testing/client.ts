import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';

/** A whole response, or how it broke off. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly trailers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The connection ended before the response did. */
  readonly cut: boolean;
}

export interface Ask extends RequestOptions {
  readonly body?: string | Buffer;
}

/** Sends one request on a connection of its own. @throws what the connection says when no response head came */
export function ask(port: number, { body, ...options }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      const done = (cut: boolean): void => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          trailers: response.trailers,
          body: Buffer.concat(chunks),
          cut,
        });
      };
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done(false);
      });
      response.on('error', () => {
        done(true);
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A connection on which bytes are written as they are. */
export interface RawClient {
  readonly socket: Socket;
  /** All that came until the other side closed. */
  readonly received: Promise<string>;
  /** What came so far, once it contains `text`. */
  until(text: string): Promise<string>;
}

/** Opens a connection and writes `bytes`. */
export function rawClient(port: number, bytes: string): RawClient {
  return rawClientOn(connect(port, '127.0.0.1'), bytes);
}

/** The same on a connection that is being opened. */
export function rawClientOn(socket: Socket, bytes: string): RawClient {
  let text = '';
  const waiting = new Set<() => void>();
  socket.setEncoding('latin1');
  socket.on('data', (data: string) => {
    text += data;
    for (const wake of waiting) wake();
  });
  const received = new Promise<string>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => {
      resolve(text);
      for (const wake of waiting) wake();
    });
  });
  socket.write(bytes, 'latin1');
  return {
    socket,
    received,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (text.includes(wanted)) resolve(text);
          else if (socket.destroyed)
            reject(new Error(`closed before ${JSON.stringify(wanted)}: ${JSON.stringify(text)}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}
