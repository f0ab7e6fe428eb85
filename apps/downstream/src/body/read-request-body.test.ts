import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

const MIB = 1024 * 1024;

async function upload(url: string, chunks: Iterable<Buffer>): Promise<unknown> {
  const upstreamRequest = request(url, { method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' } });
  const answered = new Promise<unknown>((resolve, reject) => {
    upstreamRequest.on('error', reject);
    upstreamRequest.on('response', (response) => {
      void response
        .toArray()
        .then((pieces: Buffer[]) => resolve(JSON.parse(Buffer.concat(pieces).toString())));
    });
  });
  await pipeline(Readable.from(chunks), upstreamRequest);
  return answered;
}

test('hashes a large upload as it comes', async () => {
  const { url } = await startInstance();
  const chunk = Buffer.alloc(MIB, 'x');
  const hash = createHash('sha256');
  const answer = await upload(
    url,
    (function* chunks() {
      for (let n = 0; n < 32; n += 1) {
        hash.update(chunk);
        yield chunk;
      }
    })(),
  );
  expect(answer).toMatchObject({ body: { size: 32 * MIB, sha256: hash.digest('hex') } });
});

test.each([
  { name: 'no body', fields: '', body: '', text: '' },
  { name: 'an empty body', fields: 'Content-Length: 0\n', body: '', text: '' },
  { name: 'a body with a length', fields: 'Content-Length: 5\n', body: 'hello', text: 'hello' },
  {
    name: 'a chunked body',
    fields: 'Transfer-Encoding: chunked\n',
    body: '2\nhe\n3\nllo\n0\n\n',
    text: 'hello',
  },
])('tells size and hash of $name', async ({ fields, body, text }) => {
  const { port } = await startInstance();
  const client = await rawRequest(port, `POST / HTTP/1.1\nHost: a\nConnection: close\n${fields}\n${body}`);
  await client.ended;
  const sha256 = createHash('sha256').update(text).digest('hex');
  expect(client.received).toContain(`"size": ${text.length}`);
  expect(client.received).toContain(`"sha256": "${sha256}"`);
});

test('counts a client that leaves in the middle of its upload as aborted', async () => {
  const { instance, port } = await startInstance();
  const client = await rawRequest(
    port,
    'POST / HTTP/1.1\nHost: a\nContent-Length: 9\nExpect: 100-continue\n\n',
  );
  await client.until(/100 Continue/);
  client.send('hell');
  client.socket.resetAndDestroy();
  await expect
    .poll(() => instance.stats())
    .toMatchObject({ total: 1, aborted: 1, byStatus: {}, inFlight: 0 });
});
