import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launched } from './launcher.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 20;

/** Waits until a launched process accepts on 127.0.0.1. @throws when it ended or took longer than 20 s */
export async function waitForPort(launched: Launched, port: number, name: string): Promise<void> {
  await poll(launched, name, async () => ((await accepts(port)) ? true : null));
}

/** Which of a process's listeners. */
export type ListenerName = 'main' | 'admin';

/** Waits for the JSON line `{"msg":"listening","listener":"main","port":N}` in `file`. @throws as {@link waitForPort} */
export async function waitForListeningLine(
  launched: Launched,
  file: string,
  name: string,
  listener: ListenerName = 'main',
): Promise<number> {
  return poll(launched, name, async () => findListeningPort(readFileSync(file, 'utf8'), listener));
}

/** A listener's port in the log lines of a process, or null when it does not listen yet. */
export function findListeningPort(log: string, listener: ListenerName = 'main'): number | null {
  for (const line of log.split('\n')) {
    if (!line.includes('"listening"')) continue;
    const entry = parseObject(line);
    if (entry['msg'] === 'listening' && entry['listener'] === listener) return Number(entry['port']);
  }
  return null;
}

/** A port that was free a moment ago, for programs that cannot say which one they took. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
  return promise;
}

/** Below what systems draw the ports of outgoing connections from, so that none of those takes it meanwhile. */
const LASTING_PORTS = { first: 20_000, count: 10_000 };

/** A free port for a server that will stop, and want the same port again. */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = LASTING_PORTS.first + Math.floor(Math.random() * LASTING_PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}

async function poll<T>(launched: Launched, name: string, probe: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  let ended = false;
  void launched.exited.then(() => (ended = true));
  while (performance.now() < deadline) {
    const found = await probe();
    if (found !== null) return found;
    if (ended) throw new Error(`${name} ended before it listened`);
    await delay(POLL_MS);
  }
  throw new Error(`${name} did not listen within ${START_TIMEOUT_MS / 1_000} s`);
}

function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** A line cut in the middle of a write is no error: it is whole the next time. */
function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
