import { request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import * as z from 'zod';
import type { ReplicaAddress } from './replicas.ts';

/** An operation of the admin API. */
export interface RemoteCall {
  readonly method: 'GET' | 'POST';
  /** Below the URL of the admin side, with its query. */
  readonly path: string;
  readonly body?: object;
}

/** What came of calling one replica. */
export type CallResult =
  | {
      readonly ok: true;
      /** What to call it in front of a person. */
      readonly who: string;
      readonly answer: unknown;
    }
  | {
      readonly ok: false;
      readonly who: string;
      readonly message: string;
      readonly fix: string;
      readonly details: readonly string[];
    };

// What all versions have in common.
const named = z.object({ replica: z.object({ name: z.string() }).nullable() });
const refused = z.object({
  error: z.object({ message: z.string(), fix: z.string(), details: z.array(z.string()).default([]) }),
});

/** Calls one replica. Never rejected. */
export async function callReplica(
  replica: ReplicaAddress,
  call: RemoteCall,
  timeoutMs: number,
): Promise<CallResult> {
  const who = replica.label;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(replica, call, signal);
    return read(who, response.statusCode ?? 0, await textOf(response));
  } catch (error) {
    return { ok: false, who, details: [], ...explain(error, timeoutMs) };
  }
}

function send(
  { target: { url, token }, address }: ReplicaAddress,
  { method, path, body }: RemoteCall,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const text = method === 'POST' ? JSON.stringify(body ?? {}) : '';
  const options: RequestOptions = {
    method,
    signal,
    agent: false,
    // The name stays in Host, and in the certificate that is expected, whichever of its addresses this is.
    ...(address === null ? {} : { lookup: always(address) }),
    headers: {
      Accept: 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(method === 'POST'
        ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
        : {}),
    },
  };
  const whole = new URL(`${url.pathname.replace(/\/$/, '')}${path}`, url);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(whole, options, resolve);
    request.on('error', reject);
    request.end(text);
  });
}

/** In place of looking a name up. */
function always(address: string): NonNullable<RequestOptions['lookup']> {
  const family = address.includes(':') ? 6 : 4;
  return (_name, { all }, done) => {
    if (all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function read(label: string, status: number, text: string): CallResult {
  const answer = parseJson(text);
  const name = named.safeParse(answer).data?.replica?.name;
  const who = name === undefined ? label : `${name} (${label})`;
  if (status === 200 && name !== undefined) return { ok: true, who, answer };
  const problem = refused.safeParse(answer);
  if (problem.success) return { ok: false, who, ...problem.data.error };
  return {
    ok: false,
    who,
    message: `It answered ${status} and nothing that an admin side says.`,
    fix: 'Call the address of proxy.admin, not the one that clients use.',
    details: [],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function explain(error: unknown, timeoutMs: number): { readonly message: string; readonly fix: string } {
  if (!(error instanceof Error)) return { message: String(error), fix: 'Try again.' };
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return {
      message: `No answer within ${timeoutMs} ms.`,
      fix: 'Check the address; for a reload that takes long, use --timeout 60s.',
    };
  }
  if ('code' in error && error.code === 'ECONNREFUSED') {
    return {
      message: 'Nothing listens there.',
      fix: 'Check that the proxy runs, and that this is its proxy.admin address and port.',
    };
  }
  return { message: `${error.message}.`, fix: 'Check the address, and that it is reached from here.' };
}
