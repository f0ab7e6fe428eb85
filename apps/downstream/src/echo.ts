import type { IncomingMessage } from 'node:http';
import type { BodyDigest } from './body/read-request-body.ts';
import type { Identity } from './identity.ts';
import type { RequestTarget } from './request-target.ts';

/** What an instance says about itself and about the request as it came in. */
export interface Echo extends Identity {
  readonly method: string;
  /** The whole request target, byte for byte. */
  readonly target: string;
  readonly path: string;
  /** What follows the `?`, byte for byte. */
  readonly query: string;
  readonly httpVersion: string;
  /** Names in lower case; a field that came more than once is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Name and value of every field, in their order and case. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  /** Null when the request asked that it stay unread. */
  readonly body: BodyDigest | null;
  readonly trailers: Readonly<Record<string, string | readonly string[]>>;
  /** Who opened the connection. */
  readonly peer: { readonly address: string | undefined; readonly port: number | undefined };
}

/** Describes a request. */
export function echo(
  identity: Identity,
  request: IncomingMessage,
  target: RequestTarget,
  body: BodyDigest | null,
): Echo {
  return {
    ...identity,
    method: request.method ?? '',
    target: target.raw,
    path: target.path,
    query: target.query,
    httpVersion: request.httpVersion,
    headers: unlistSingles(request.headersDistinct),
    rawHeaders: pairs(request.rawHeaders),
    body,
    trailers: unlistSingles(request.trailersDistinct),
    peer: { address: request.socket.remoteAddress, port: request.socket.remotePort },
  };
}

function unlistSingles(fields: NodeJS.Dict<string[]>): Record<string, string | string[]> {
  const entries = Object.entries(fields).map(([name, values = []]) => {
    const [first = ''] = values;
    return [name, values.length === 1 ? first : values] as const;
  });
  // Unlike an assignment, this takes a field called `__proto__` for one like any other.
  return Object.fromEntries(entries);
}

function pairs(flat: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let n = 0; n < flat.length; n += 2) list.push([flat[n] ?? '', flat[n + 1] ?? '']);
  return list;
}
