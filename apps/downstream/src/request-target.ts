/** A request target taken apart without decoding anything (RFC 9112 3.2). */
export interface RequestTarget {
  /** As it stood in the request line. */
  readonly raw: string;
  /** The path byte for byte: `/` when an absolute form has none, `*` for the asterisk form. */
  readonly path: string;
  /** What follows the first `?`, byte for byte; empty when there is none. */
  readonly query: string;
}

/** Takes a target in origin, absolute or asterisk form apart. */
export function parseTarget(raw: string): RequestTarget {
  const origin = raw.startsWith('/') ? raw : afterAuthority(raw);
  const mark = origin.indexOf('?');
  if (mark === -1) return { raw, path: origin, query: '' };
  return { raw, path: origin.slice(0, mark), query: origin.slice(mark + 1) };
}

function afterAuthority(raw: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i.exec(raw)?.[0];
  if (authority === undefined) return raw;
  const rest = raw.slice(authority.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
