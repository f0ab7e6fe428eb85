import { expect, test } from 'vitest';
import { rawRequest } from './testing/raw-client.ts';
import { startInstance } from './testing/start-instance.ts';

test('tells who answers and what came in, byte for byte', async () => {
  const { port } = await startInstance({ service: 'cart', instance: 'i-1' });
  const client = await rawRequest(
    port,
    'PATCH /a%2F../b?x=%zz&x HTTP/1.1\nHost: A.Example\nX-Two: 1\nx-two: 2\n__proto__: 3\n' +
      'Connection: close\nTransfer-Encoding: chunked\n\n1\nx\n0\nX-After: 4\n\n',
  );
  await client.ended;
  const [head = '', body = ''] = client.received.split('\r\n\r\n');
  expect(head).toContain('\r\nX-Instance: i-1\r\n');
  expect(JSON.parse(body)).toEqual({
    service: 'cart',
    instance: 'i-1',
    address: '127.0.0.1',
    port,
    pid: process.pid,
    method: 'PATCH',
    target: '/a%2F../b?x=%zz&x',
    path: '/a%2F../b',
    query: 'x=%zz&x',
    httpVersion: '1.1',
    headers: {
      host: 'A.Example',
      'x-two': ['1', '2'],
      ['__proto__']: '3',
      connection: 'close',
      'transfer-encoding': 'chunked',
    },
    rawHeaders: [
      ['Host', 'A.Example'],
      ['X-Two', '1'],
      ['x-two', '2'],
      ['__proto__', '3'],
      ['Connection', 'close'],
      ['Transfer-Encoding', 'chunked'],
    ],
    body: { size: 1, sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' },
    trailers: { 'x-after': '4' },
    peer: { address: '127.0.0.1', port: client.socket.localPort },
  });
});
