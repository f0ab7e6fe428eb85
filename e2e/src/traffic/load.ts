import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';
import { keepSending } from './keep-sending.ts';
import type { Traffic } from './keep-sending.ts';
import { isIdempotent, mixed } from './kinds.ts';
import type { Kind } from './kinds.ts';

/** What became of one request, as its client sees it. */
export interface Sent {
  readonly kind: Kind;
  /** What it carried in `X-Tag`; no other request ever has the same. */
  readonly tag: string;
  readonly isIdempotent: boolean;
  /** `ok`: a whole 200. `cut`: a 200 that visibly broke off. `failed`: anything else. */
  readonly result: 'ok' | 'failed' | 'cut';
  /** Why it is not ok, such as `502 connection_terminated`. */
  readonly reason: string;
  /** Who answered; null when it was the proxy itself, or nobody. */
  readonly instance: string | null;
  /** @unit ms of `performance.now()` */
  readonly startedAt: number;
  /** @unit ms */
  readonly durationMs: number;
}

/** Where load goes, and what it is made of. */
export interface LoadOptions {
  /** The origin for each request. */
  readonly target: string | (() => string);
  /** The Host. */
  readonly host: string;
  /** How many requests are under way at any time. @default 16 */
  readonly workers?: number;
  /** In turns. @default `mixed` */
  readonly kinds?: readonly Kind[];
}

/** Longer than any timeout of the proxy in these suites: what takes longer hangs. @unit ms */
const PATIENCE_MS = 15_000;

/** Sends requests over kept-alive connections until it is stopped, at the latest at the end of the test. */
export function startLoad({ target, host, workers = 16, kinds = mixed }: LoadOptions): Traffic<Sent> {
  const agent = newAgent();
  const nextTag = tags();
  let count = 0;
  const traffic = keepSending(workers, () => {
    const kind = kinds[count % kinds.length];
    if (kind === undefined) throw new Error('load needs at least one kind of request');
    count += 1;
    return sendTagged(agent, typeof target === 'string' ? target : target(), host, kind, nextTag());
  });
  const stop = async (): Promise<readonly Sent[]> => {
    const sent = await traffic.stop();
    await agent.destroy();
    return sent;
  };
  onTestFinished(async () => void (await stop()));
  return { ...traffic, stop };
}

/** Requests that are all under way at the same time. */
export interface Volley {
  readonly tags: readonly string[];
  /** What became of each, in their order. */
  readonly sent: Promise<readonly Sent[]>;
}

/** Sends a request of each kind at once. */
export function sendAtOnce(target: string, host: string, kinds: readonly Kind[]): Volley {
  const agent = newAgent();
  const nextTag = tags();
  const tagged = kinds.map((kind) => ({ kind, tag: nextTag() }));
  const sent = Promise.all(tagged.map(({ kind, tag }) => sendTagged(agent, target, host, kind, tag)));
  onTestFinished(() => agent.destroy());
  return { tags: tagged.map(({ tag }) => tag), sent };
}

function newAgent(): Agent {
  return new Agent({ headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
}

/** Tags that nobody else has. */
function tags(): () => string {
  const run = randomUUID().slice(0, 8);
  let count = 0;
  return () => `${run}-${(count += 1)}`;
}

/** Sends one request and reads its response to the end. Never rejects. */
export async function sendTagged(
  agent: Dispatcher,
  origin: string,
  host: string,
  kind: Kind,
  tag: string,
): Promise<Sent> {
  const startedAt = performance.now();
  const ending = await endingOf(agent, origin, host, kind, tag);
  return {
    kind,
    tag,
    isIdempotent: isIdempotent(kind),
    ...ending,
    startedAt,
    durationMs: performance.now() - startedAt,
  };
}

async function endingOf(
  agent: Dispatcher,
  origin: string,
  host: string,
  { method, path, body, behave, responseBytes }: Kind,
  tag: string,
): Promise<Pick<Sent, 'result' | 'reason' | 'instance'>> {
  let response: Dispatcher.ResponseData;
  try {
    const headers = { host, 'x-tag': tag, ...(behave === undefined ? {} : { 'x-behave': behave }) };
    response = await agent.request({ origin, path, method, headers, body: body ?? null });
  } catch (error) {
    return { result: 'failed', reason: reasonOf(error), instance: null };
  }
  const { statusCode, headers } = response;
  const named = headers['x-instance'];
  const instance = typeof named === 'string' ? named : null;
  try {
    const bytes = (await response.body.bytes()).length;
    if (statusCode !== 200)
      return { result: 'failed', reason: `${statusCode} ${errorOf(headers)}`, instance };
    if (bytes !== (responseBytes ?? bytes))
      return { result: 'failed', reason: `ended well after ${bytes} bytes`, instance };
    return { result: 'ok', reason: '', instance };
  } catch (error) {
    return { result: 'cut', reason: reasonOf(error), instance };
  }
}

/** The error in `Proxy-Status` (RFC 9209 2.1.1), for a response of the proxy itself. */
function errorOf(headers: Dispatcher.ResponseData['headers']): string {
  return /error=(\w+)/.exec(String(headers['proxy-status']))?.[1] ?? 'of the instance';
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
