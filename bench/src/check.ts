import { request } from 'node:http';
import { BENCH_HOST, CASES } from './cases.ts';
import type { BenchCase } from './cases.ts';
import type { Features } from './contender.ts';
import { body, sha256 } from './upstream/respond.ts';

interface Answer {
  readonly status: number;
  readonly instance: string | null;
  readonly body: Buffer;
}

const REQUEST_TIMEOUT_MS = 5_000;

/** Random balancing has missed one of three instances after so many requests less than once in 10^34. */
const MAX_BALANCED_REQUESTS = 200;

/**
 * Sends each kind of request once and looks at every byte that comes back; then, of contenders that claim it, that a wrong
 * Host is refused and that all instances get requests.
 * @returns what is wrong, or null when everything is right
 */
export async function checkContender(
  port: number,
  features: Features,
  instances: number,
): Promise<string | null> {
  for (const benchCase of CASES) {
    const wrong =
      benchCase.method === 'POST' ? await checkPost(port, benchCase) : await checkGet(port, benchCase);
    if (wrong !== null) return `${benchCase.title}: ${wrong}`;
  }
  const host = features.routesByHost ? await checkRouting(port) : null;
  return host ?? (features.balances ? await checkBalancing(port, instances) : null);
}

async function checkGet(port: number, { path, responseBytes }: BenchCase): Promise<string | null> {
  const answer = await send(port, { method: 'GET', path });
  if (answer.status !== 200) return `status ${answer.status}`;
  const expected = body(responseBytes ?? 0);
  if (sha256(answer.body) === sha256(expected)) return null;
  return `a body of ${answer.body.length} bytes that is not the upstream's ${expected.length}`;
}

async function checkPost(port: number, { path, requestBytes }: BenchCase): Promise<string | null> {
  const sent = body(requestBytes);
  const answer = await send(port, { method: 'POST', path: `${path}&digest`, body: sent });
  if (answer.status !== 200) return `status ${answer.status}`;
  const expected = JSON.stringify({ bytes: sent.length, sha256: sha256(sent) });
  const received = answer.body.toString();
  return received === expected ? null : `the upstream received ${received}, sent was ${expected}`;
}

async function checkRouting(port: number): Promise<string | null> {
  const answer = await send(port, { method: 'GET', path: '/bytes/100', host: 'unknown.example' });
  return answer.instance === null ? null : `a request for another Host reached ${answer.instance}`;
}

async function checkBalancing(port: number, instances: number): Promise<string | null> {
  const seen = new Set<string>();
  for (let count = 0; count < MAX_BALANCED_REQUESTS && seen.size < instances; count += 1) {
    const answer = await send(port, { method: 'GET', path: '/bytes/100' });
    seen.add(answer.instance ?? 'none');
  }
  return seen.size === instances
    ? null
    : `only ${[...seen].join(', ')} of ${instances} instances got requests`;
}

function send(
  port: number,
  options: { method: string; path: string; host?: string; body?: Buffer },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers: Record<string, string | number> = { host: options.host ?? BENCH_HOST };
  if (options.body !== undefined) headers['content-length'] = options.body.length;
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method: options.method,
    path: options.path,
    headers,
    agent: false,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  outgoing.once('error', reject);
  outgoing.once('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', reject);
    response.once('end', () => {
      const instance = response.headers['x-instance'];
      resolve({
        status: response.statusCode ?? 0,
        instance: typeof instance === 'string' ? instance : null,
        body: Buffer.concat(chunks),
      });
    });
  });
  outgoing.end(options.body);
  return promise;
}
