import { request } from 'node:http';
import type { Agent, IncomingMessage } from 'node:http';
import { checkBody } from './check-body.ts';
import type { RequestKind } from './kinds.ts';
import { REQUEST_ID_FIELD } from './request-id.ts';

/** Longer than any of the proxy's own limits in these runs. */
const TIMEOUT_MS = 20_000;

/** Where requests go. */
export interface Target {
  readonly port: number;
  readonly host: string;
  readonly agent: Agent;
}

/** What a client saw of one request. */
export interface Answer {
  /** `complete`: a whole response. `cut`: one that ended visibly too early. `none`: not even a head. */
  readonly ended: 'complete' | 'cut' | 'none';
  readonly status: number | null;
  /** Who answered; null for the proxy itself. */
  readonly instance: string | null;
  /** `Proxy-Status`, where the proxy says what went wrong. */
  readonly proxyStatus: string | null;
  /** What is wrong with a complete answer of status 200. */
  readonly problem: string | null;
  /** What the connection ended with. */
  readonly error: string | null;
  /** By the clock of `performance.now()`. @unit ms */
  readonly startedMs: number;
  readonly endedMs: number;
}

const bodies = new Map<number, Buffer>();

/** Sends one request, and reads the response to its end. Never rejects. */
export function send(kind: RequestKind, id: string, { port, host, agent }: Target): Promise<Answer> {
  const startedMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const finish = (answer: Partial<Answer> & Pick<Answer, 'ended'>): void =>
    resolve({ ...UNKNOWN, ...answer, startedMs, endedMs: performance.now() });
  const headers: Record<string, string | number> = { host, [REQUEST_ID_FIELD]: id };
  if (kind.bodyBytes !== null) headers['content-length'] = kind.bodyBytes;
  const sent = request({ host: '127.0.0.1', port, method: kind.method, path: kind.path, headers, agent });
  sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error('nothing came for too long')));
  sent.on('response', (response) => readAnswer(response, kind, id, finish));
  // After a head the response tells how it ended, and what comes here is too late to count.
  sent.on('error', (error) => finish({ ended: 'none', error: error.message }));
  sent.end(kind.bodyBytes === null ? undefined : bodyOf(kind.bodyBytes));
  return promise;
}

const UNKNOWN = { status: null, instance: null, proxyStatus: null, problem: null, error: null };

function readAnswer(
  response: IncomingMessage,
  kind: RequestKind,
  id: string,
  finish: (answer: Partial<Answer> & Pick<Answer, 'ended'>) => void,
): void {
  const status = response.statusCode ?? 0;
  const head = {
    status,
    instance: fieldOf(response, 'x-instance'),
    proxyStatus: fieldOf(response, 'proxy-status'),
  };
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('error', (error) => finish({ ...head, ended: 'cut', error: error.message }));
  response.on('end', () => {
    const problem = status === 200 ? checkBody(kind, id, Buffer.concat(chunks)) : null;
    finish({ ...head, ended: 'complete', problem });
  });
}

function fieldOf(response: IncomingMessage, name: string): string | null {
  return response.headersDistinct[name]?.join(', ') ?? null;
}

function bodyOf(bytes: number): Buffer {
  const known = bodies.get(bytes) ?? Buffer.alloc(bytes, 'hostler ');
  bodies.set(bytes, known);
  return known;
}
