import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { rawGet } from './testing/raw-client.ts';

const MAIN = new URL('main.ts', import.meta.url).pathname;

interface Run {
  readonly pid: number | undefined;
  readonly lines: AsyncIterator<string>;
  readonly errors: () => string;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return {
    pid: child.pid,
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    errors: () => errors,
    exited: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    }),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

async function portOfNextLine({ lines, pid }: Run): Promise<number> {
  const line: unknown = JSON.parse(String((await lines.next()).value));
  const port = Number(typeof line === 'object' && line !== null && 'port' in line ? line.port : undefined);
  expect(line).toEqual({
    msg: 'listening',
    service: 'cart',
    instance: `cart-${port}`,
    address: '127.0.0.1',
    port,
    pid,
  });
  return port;
}

test('says where each instance listens, in one line of JSON each', async () => {
  const process_ = run('-p', '0', '-p', '0', '--service', 'cart');
  const ports = [await portOfNextLine(process_), await portOfNextLine(process_)];
  for (const port of ports) {
    expect((await fetch(`http://127.0.0.1:${port}/`)).headers.get('x-instance')).toBe(`cart-${port}`);
  }
});

test('says in one line that a port is in use, and exits with 1', async () => {
  const first = run('-p', '0', '--service', 'cart');
  const port = await portOfNextLine(first);
  const second = run('-p', String(port));
  expect(await second.exited).toEqual({ code: 1, signal: null });
  expect(second.errors()).toBe(
    `downstream: cannot listen on 127.0.0.1:${port}: the port is in use; ` +
      'stop the process that has it, or choose another with -p\n',
  );
});

test('exits with 2 after a mistake in its arguments', async () => {
  const process_ = run('--prot', '1');
  expect(await process_.exited).toEqual({ code: 2, signal: null });
  expect(process_.errors()).toContain("unknown option '--prot'");
});

test.each(['SIGTERM', 'SIGINT'] as const)('ends within a second of %s, with open streams', async (signal) => {
  const process_ = run('-p', '0', '--service', 'cart');
  const port = await portOfNextLine(process_);
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  await once(webSocket, 'open');
  const stream = await rawGet(port, '/sse');
  await stream.until(/id: 1/);
  const hanging = await rawGet(port, '/?hang=middle');
  await hanging.until(/\r\n\r\n/);
  const start = performance.now();
  process_.kill(signal);
  expect(await process_.exited).toEqual({ code: 0, signal: null });
  expect(performance.now() - start).toBeLessThan(1000);
  expect(await stream.ended).toBe('fin');
  expect(await hanging.ended).toBe('reset');
});

test('ends at once at a second signal', async () => {
  const process_ = run('-p', '0', '--service', 'cart');
  const port = await portOfNextLine(process_);
  const hanging = await rawGet(port, '/?hang=middle');
  await hanging.until(/\r\n\r\n/);
  process_.kill('SIGINT');
  process_.kill('SIGTERM');
  const { code } = await process_.exited;
  // Two signals at once come in any order.
  expect([128 + 2, 128 + 15]).toContain(code);
});

test('prints each request as it comes, if it is asked to', async () => {
  const process_ = run('-p', '0', '--service', 'cart', '--log-requests');
  const port = await portOfNextLine(process_);
  await fetch(`http://127.0.0.1:${port}/orders`, { method: 'POST', headers: { 'X-Tag': '17' } });
  expect(JSON.parse(String((await process_.lines.next()).value))).toEqual({
    msg: 'request',
    instance: `cart-${port}`,
    method: 'POST',
    target: '/orders',
    tag: '17',
  });
});
