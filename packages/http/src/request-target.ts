/** A request target that was understood (RFC 9112 3.2). Nothing in it is decoded. */
export type RequestTarget =
  | OriginTarget
  | AbsoluteTarget
  | { readonly form: 'authority'; /** Of a CONNECT, not checked. */ readonly authority: string }
  | { readonly form: 'asterisk' };

/** `/path?query` (RFC 9112 3.2.1). */
export interface OriginTarget {
  readonly form: 'origin';
  /** Up to the `?`; begins with `/`. */
  readonly path: string;
  /** From the `?` on, with it; '' when there is none, so that `/a` and `/a?` stay two targets. */
  readonly query: string;
}

/** `http://host/path?query` (RFC 9112 3.2.2): what a client sends that takes us for its forward proxy. */
export interface AbsoluteTarget {
  readonly form: 'absolute';
  readonly scheme: 'http' | 'https';
  /** Takes the place of Host (RFC 9112 3.2.2). Not checked: see `parseAuthority`. */
  readonly authority: string;
  /**
   * `/` when the target has none (RFC 9110 4.2.3), but `*` for OPTIONS without path and query (RFC 9112 3.2.4).
   */
  readonly path: string;
  readonly query: string;
}

/** Why a request target is refused with a 400. */
export interface InvalidTarget {
  readonly form: 'invalid';
  /** One clause for the log; never contains anything the client sent. */
  readonly detail: string;
}

/**
 * Whitespace and controls are invalid (RFC 9112 3.2 forbids to repair them), and so is a fragment, which is never sent
 * (RFC 9110 4.2.5): a recipient that cuts at `#` sees another path than one that does not. Octets above 127 and a few
 * ASCII characters are no URI characters either, but clients send them and they mean one thing only: they pass.
 */
const FORBIDDEN = /[\0-\x20\x7f#]/;
const ABSOLUTE_FORM = /^(https?):\/\/([^/?]*)/i;

/** Takes a raw request target apart by its form, which depends on the method too (RFC 9112 3.2). */
export function parseTarget(method: string, target: string): RequestTarget | InvalidTarget {
  if (FORBIDDEN.test(target)) return invalid('whitespace, control or # in the request target');
  if (method === 'CONNECT') return { form: 'authority', authority: target };
  if (target.startsWith('/')) {
    const mark = target.indexOf('?');
    if (mark === -1) return { form: 'origin', path: target, query: '' };
    return { form: 'origin', path: target.slice(0, mark), query: target.slice(mark) };
  }
  if (target === '*') {
    return method === 'OPTIONS' ? { form: 'asterisk' } : invalid('asterisk-form target without OPTIONS');
  }
  return parseAbsolute(method, target);
}

function parseAbsolute(method: string, target: string): AbsoluteTarget | InvalidTarget {
  const [prefix, scheme, authority] = ABSOLUTE_FORM.exec(target) ?? [];
  if (prefix === undefined || scheme === undefined || authority === undefined) {
    return invalid('request target is neither a path nor an http URI');
  }
  const rest = target.slice(prefix.length);
  const mark = rest.indexOf('?');
  const path = mark === -1 ? rest : rest.slice(0, mark);
  const query = mark === -1 ? '' : rest.slice(mark);
  return {
    form: 'absolute',
    scheme: scheme.length === 'https'.length ? 'https' : 'http',
    authority,
    path: path === '' ? emptyPath(method, query) : path,
    query,
  };
}

function emptyPath(method: string, query: string): '*' | '/' {
  return method === 'OPTIONS' && query === '' ? '*' : '/';
}

function invalid(detail: string): InvalidTarget {
  return { form: 'invalid', detail };
}
