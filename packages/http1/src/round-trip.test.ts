import { once } from 'node:events';
import { createServer, METHODS } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHUNK_END, chunkHead, lastChunk } from './serialize-chunk.ts';
import { serializeRequestHead } from './serialize-request.ts';
import { byte, fields, raw } from './testing/messages.ts';

/** What Node's server saw of a request. */
interface Seen {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

async function read(request: IncomingMessage): Promise<Seen> {
  let body = '';
  request.setEncoding('latin1');
  for await (const piece of request) body += String(piece);
  const { method, url, rawHeaders, rawTrailers } = request;
  return { method, target: url, headers: rawHeaders, body, trailers: rawTrailers };
}

describe('a serialized request', () => {
  let next = Promise.withResolvers<Seen>();
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    read(request).then(
      (seen) => {
        response.end();
        next.resolve(seen);
      },
      (error: unknown) => next.reject(error),
    );
  });
  server.on('clientError', (error) => next.reject(error));
  let socket: Socket;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    socket = connect(address.port, '127.0.0.1').resume();
    await once(socket, 'connect');
  });

  afterAll(async () => {
    socket.destroy();
    server.close();
    await once(server, 'close');
  });

  const method = fc.constantFrom(...METHODS.filter((name) => name !== 'CONNECT'));
  const targetCharacter = fc.integer({ min: 0x21, max: 0x7e }).filter((code) => code !== 0x23);
  const target = fc
    .array(targetCharacter, { maxLength: 20 })
    .map((codes) => `/${String.fromCharCode(...codes)}`);
  const body = fc.option(fc.array(fc.string({ unit: byte, minLength: 1, maxLength: 40 }), { maxLength: 4 }), {
    nil: null,
  });

  it('is read by Node as it was meant, on one connection for all', async () => {
    await fc.assert(
      fc.asyncProperty(method, target, fields, body, fields, async (verb, path, extra, chunks, trailers) => {
        const headers = ['Host', 'a.example', ...raw(extra)];
        if (chunks !== null) headers.push('Transfer-Encoding', 'chunked');
        let text = serializeRequestHead(verb, path, headers);
        if (chunks !== null) {
          text += chunks.map((data) => chunkHead(data.length) + data + CHUNK_END).join('');
          text += lastChunk(raw(trailers));
        }
        next = Promise.withResolvers();
        socket.write(text, 'latin1');
        expect(await next.promise).toEqual({
          method: verb,
          target: path,
          headers,
          body: chunks === null ? '' : chunks.join(''),
          trailers: chunks === null ? [] : raw(trailers),
        });
      }),
      { numRuns: 500 },
    );
  });
});
