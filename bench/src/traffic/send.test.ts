import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { RequestKind } from './kinds.ts';
import { send } from './send.ts';
import type { Target } from './send.ts';

const PUT: RequestKind = {
  name: 'PUT',
  weight: 1,
  method: 'PUT',
  path: '/x',
  bodyBytes: 3,
  answerBytes: null,
  idempotent: true,
  cut: false,
};

async function answering(listener: RequestListener): Promise<Target> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const agent = new Agent();
  onTestFinished(() => {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { port: address.port, host: 'bench.test', agent };
}

test('tells a whole answer, with who gave it', async () => {
  const target = await answering((request, response) => {
    const { 'x-bench-id': id, host } = request.headers;
    request.resume().on('end', () => {
      response.setHeader('X-Instance', `at ${host}`);
      response.end(JSON.stringify({ headers: { 'x-bench-id': id }, body: { size: 3 } }));
    });
  });
  expect(await send(PUT, 'a-1', target)).toMatchObject({
    ended: 'complete',
    status: 200,
    instance: 'at bench.test',
    problem: null,
    error: null,
  });
});

test('tells an error with what the proxy says about it', async () => {
  const target = await answering((_request, response) => {
    response.writeHead(502, { 'Proxy-Status': 'hostler; error=connection_refused' }).end('{}');
  });
  expect(await send(PUT, 'a-1', target)).toMatchObject({
    ended: 'complete',
    status: 502,
    instance: null,
    proxyStatus: 'hostler; error=connection_refused',
  });
});

test('tells a response that was cut, with who began it', async () => {
  const target = await answering((_request, response) => {
    response.writeHead(200, { 'Content-Length': 100, 'X-Instance': 'dying' });
    response.write('half', () => response.destroy());
  });
  expect(await send(PUT, 'a-1', target)).toMatchObject({
    ended: 'cut',
    status: 200,
    instance: 'dying',
    error: 'aborted',
  });
});

test('tells that there was no answer', async () => {
  const target = await answering((request) => request.socket.destroy());
  expect(await send(PUT, 'a-1', target)).toMatchObject({
    ended: 'none',
    status: null,
    error: 'socket hang up',
  });
});
