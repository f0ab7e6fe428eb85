import { isSameName } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/** How a request's body is delimited (RFC 9112 6.3), or why nobody can say. */
export type RequestFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'length'; /** Content-Length. @unit bytes */ readonly length: number }
  | FramingRefusal;

/**
 * A request that two recipients may read in two ways. It is answered and its connection closed, never repaired and
 * passed on: nobody knows where the next request on the connection begins (RFC 9112 11.2).
 */
export interface FramingRefusal {
  readonly kind: 'refused';
  readonly fault: FramingFault;
  /** 501 for a transfer coding that we do not have (RFC 9112 6.1), else 400. */
  readonly status: 400 | 501;
  /** One clause for the log; never contains anything the client sent. */
  readonly detail: string;
}

/** What is wrong with a request's framing or its Host. */
export type FramingFault =
  | 'unsupported-version'
  | 'missing-host'
  | 'repeated-host'
  | 'repeated-content-length'
  | 'invalid-content-length'
  | 'transfer-encoding-on-http-1.0'
  | 'content-length-with-transfer-encoding'
  | 'unsupported-transfer-encoding';

const NONE: RequestFraming = { kind: 'none' };
const CHUNKED: RequestFraming = { kind: 'chunked' };

/**
 * Decides from the head how the body is delimited, and refuses what is ambiguous.
 *
 * @param httpVersion `1.1` or `1.0`; a request line without one is HTTP/0.9, which nothing speaks any more
 */
export function requestFraming(httpVersion: string, headers: RawHeaders): RequestFraming {
  let hosts = 0;
  let contentLength: string | null = null;
  let transferEncoding: string | null = null;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    // By length first: this looks at every field of every request.
    if (name.length === 4) {
      if (isSameName(name, 'host')) hosts++;
    } else if (name.length === 14 && isSameName(name, 'content-length')) {
      // Even equal ones: something upstream of us may have counted them differently (RFC 9112 6.3, item 5).
      if (contentLength !== null) return refused('repeated-content-length', 'repeated Content-Length');
      contentLength = headers[index + 1] ?? '';
    } else if (name.length === 17 && isSameName(name, 'transfer-encoding')) {
      // Several field lines are one list (RFC 9110 5.3).
      const value = headers[index + 1] ?? '';
      transferEncoding = transferEncoding === null ? value : `${transferEncoding},${value}`;
    }
  }
  return (
    checkVersionAndHost(httpVersion, hosts) ??
    (transferEncoding === null
      ? lengthFraming(contentLength)
      : codedFraming(httpVersion, transferEncoding, contentLength !== null))
  );
}

/** RFC 9112 3.2: exactly one Host in HTTP/1.1, and of course no two in HTTP/1.0. */
function checkVersionAndHost(httpVersion: string, hosts: number): FramingRefusal | null {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') {
    return refused('unsupported-version', 'neither HTTP/1.1 nor HTTP/1.0');
  }
  if (hosts > 1) return refused('repeated-host', 'repeated Host');
  if (hosts === 0 && httpVersion === '1.1') return refused('missing-host', 'HTTP/1.1 without Host');
  return null;
}

/** RFC 9112 6.3, items 5 to 7. */
function lengthFraming(contentLength: string | null): RequestFraming {
  if (contentLength === null) return NONE;
  // 1*DIGIT (RFC 9110 8.6): no sign, no list, no whitespace; and a number that is exact.
  const length = /^\d{1,16}$/.test(contentLength) ? Number(contentLength) : Number.NaN;
  if (!Number.isSafeInteger(length)) return refused('invalid-content-length', 'invalid Content-Length');
  return { kind: 'length', length };
}

/** RFC 9112 6.1 and 6.3, items 3 and 4. */
function codedFraming(httpVersion: string, transferEncoding: string, hasLength: boolean): RequestFraming {
  if (httpVersion === '1.0') {
    return refused('transfer-encoding-on-http-1.0', 'Transfer-Encoding in an HTTP/1.0 request');
  }
  if (hasLength) {
    return refused('content-length-with-transfer-encoding', 'Content-Length with Transfer-Encoding');
  }
  // Any other coding would reach the endpoint undecoded and unannounced, since Transfer-Encoding is hop-by-hop.
  return isSameName(transferEncoding, 'chunked')
    ? CHUNKED
    : refused('unsupported-transfer-encoding', 'Transfer-Encoding is not exactly chunked', 501);
}

function refused(fault: FramingFault, detail: string, status: 400 | 501 = 400): FramingRefusal {
  return { kind: 'refused', fault, status, detail };
}
