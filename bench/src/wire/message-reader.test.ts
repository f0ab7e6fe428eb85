import { describe, expect, test } from 'vitest';
import { createMessageReader } from './message-reader.ts';

/** Feeds `bytes` in pieces of `size` and writes down what is reported, bodies joined. */
function read(bytes: string, size: number): string[] {
  const seen: string[] = [];
  let content = '';
  const push = createMessageReader({
    head: (text) => void seen.push(text),
    body: (chunk) => {
      content += chunk.toString('latin1');
    },
    end: () => {
      seen.push(`body:${content}`);
      content = '';
    },
  });
  for (let at = 0; at < bytes.length; at += size) push(Buffer.from(bytes.slice(at, at + size), 'latin1'));
  return seen;
}

const GET = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const COUNTED = 'POST /b HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED =
  'POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n';

describe('createMessageReader', () => {
  test.each([1, 2, 3, 7, 1_000])('reads messages that follow one another in pieces of %i bytes', (size) => {
    expect(read(GET + COUNTED + CHUNKED + GET, size)).toEqual([
      'GET /a HTTP/1.1\r\nHost: a',
      'body:',
      'POST /b HTTP/1.1\r\nContent-Length: 5',
      'body:hello',
      'POST /c HTTP/1.1\r\nTransfer-Encoding: chunked',
      'body:abc0123456789',
      'GET /a HTTP/1.1\r\nHost: a',
      'body:',
    ]);
  });

  test('does not report an end before the last byte', () => {
    expect(read(COUNTED.slice(0, -1), 1_000)).toEqual(['POST /b HTTP/1.1\r\nContent-Length: 5']);
  });
});
