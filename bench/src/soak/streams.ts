import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { CutLog } from './cut-log.ts';
import { silenceOf } from './silence.ts';

/** What happened to streams of one kind. */
export interface StreamCounts {
  /** Opened, the ones that took the place of others included. */
  opened: number;
  /** Could not be opened: like a GET, that must not happen. */
  refused: number;
  /** Cut because their instance was. */
  cut: number;
  /** Cut though their instance was not, or open without a sign of life. */
  cutByProxy: number;
  /** Of these, the ones that were cut by a reload. */
  cutByReload: number;
  /** Messages or events that arrived. */
  messages: number;
}

/** An open stream. */
export interface OpenStream {
  /** Who answers it. */
  readonly instance: string | null;
  /** Resolves when it has ended, however that came about. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens one; `onMessage` is called for each sign of life. Rejects when it is refused. */
export type OpenOne = (port: number, host: string, onMessage: () => void) => Promise<OpenStream>;

/** What streams are judged by. */
export interface StreamScene {
  readonly port: number;
  readonly host: string;
  readonly cuts: CutLog;
  /** When the last reload began. @unit ms, as of `performance.now()` */
  readonly reloadedAtMs: () => number;
}

/** How long after a reload began a cut is blamed on it. */
const RELOAD_BLAME_MS = 1_500;
const REOPEN_AFTER_MS = 250;

/** Keeps `count` streams open until it is stopped, each replaced by a new one when it ends. */
export function keepOpen(
  count: number,
  open: OpenOne,
  scene: StreamScene,
): { readonly counts: Readonly<StreamCounts>; stop(): Promise<void> } {
  const counts: StreamCounts = { opened: 0, refused: 0, cut: 0, cutByProxy: 0, cutByReload: 0, messages: 0 };
  const stopping = new AbortController();
  const keepOne = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const silence = silenceOf(stopping.signal);
      try {
        const onMessage = (): void => {
          counts.messages += 1;
          silence.broken();
        };
        const stream = await open(scene.port, scene.host, onMessage);
        counts.opened += 1;
        const openedMs = performance.now();
        await Promise.race([stream.ended, silence.tooLong]);
        if (!stopping.signal.aborted) blame(counts, stream.instance, openedMs, scene);
        stream.close();
        await stream.ended;
      } catch {
        if (!stopping.signal.aborted) counts.refused += 1;
      } finally {
        silence.close();
      }
      await delay(REOPEN_AFTER_MS);
    }
  };
  const all = Promise.all(Array.from({ length: count }, keepOne));
  return {
    counts,
    async stop() {
      stopping.abort();
      await all;
    },
  };
}

function blame(
  counts: StreamCounts,
  instance: string | null,
  openedMs: number,
  { cuts, reloadedAtMs }: StreamScene,
): void {
  const nowMs = performance.now();
  if (cuts.explains(instance, Math.max(openedMs, nowMs - REOPEN_AFTER_MS), nowMs)) {
    counts.cut += 1;
    return;
  }
  counts.cutByProxy += 1;
  if (nowMs - reloadedAtMs() < RELOAD_BLAME_MS) counts.cutByReload += 1;
}

const CHAT_MS = 500;

/** A WebSocket that says something twice a second, and hears it again. */
export const openWebSocket: OpenOne = (port, host, onMessage) => {
  const { promise, resolve, reject } = Promise.withResolvers<OpenStream>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { host } });
  let instance: string | null = null;
  socket.on('upgrade', (response) => (instance = response.headersDistinct['x-instance']?.[0] ?? null));
  socket.on('open', () => {
    const chat = setInterval(() => socket.send('still there?'), CHAT_MS);
    socket.on('close', () => clearInterval(chat));
    resolve({ instance, ended, close: () => socket.close() });
  });
  socket.on('message', onMessage);
  // `close` follows.
  socket.on('error', reject);
  socket.on('close', () => end());
  return promise;
};

/** An event stream of two events a second. */
export const openEventStream: OpenOne = (port, host, onMessage) => {
  const { promise, resolve, reject } = Promise.withResolvers<OpenStream>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const options = { host: '127.0.0.1', port, path: '/sse?interval=500ms', headers: { host }, agent: false };
  const sent = get(options, (response) => {
    response.on('data', onMessage);
    response.on('error', () => end());
    response.on('close', () => end());
    if (response.statusCode === 200) {
      const instance = response.headersDistinct['x-instance']?.[0] ?? null;
      resolve({ instance, ended, close: () => sent.destroy() });
    } else {
      reject(new Error(`answered ${response.statusCode}`));
      response.resume();
    }
  });
  sent.on('error', reject);
  return promise;
};
