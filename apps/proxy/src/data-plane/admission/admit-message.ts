import { isLoop, maxForwards, parseAuthority, parseTarget, requestFraming, singleField } from '@hostler/http';
import type { RequestFraming } from '@hostler/http';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Exchange } from '../exchange.ts';

/** A request that can be read in one way only, and what that way is. */
export interface AdmittedMessage {
  readonly ok: true;
  /** Canonical host that is routed by; empty for HTTP/1.0 without `Host`. */
  readonly host: string;
  /** Host and port as the client gave them, in `Host` or in an absolute-form target. */
  readonly authority: string;
  /** Raw path without the query, or `*`. */
  readonly path: string;
  /** Raw query with its `?`, or empty. */
  readonly query: string;
  readonly framing: Exclude<RequestFraming, { kind: 'refused' }>;
  /** Hops that an OPTIONS or TRACE may still make (RFC 9110 7.6.2); `null` when it does not say. */
  readonly maxForwards: number | null;
}

/** Whether there is anything to read after the head. A body of 0 bytes is only announced. */
export function hasBody(framing: AdmittedMessage['framing']): boolean {
  return framing.kind === 'chunked' || (framing.kind === 'length' && framing.length > 0);
}

/** Why a request is not looked at any further. */
export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  /** One clause for the log; never contains anything the client sent. */
  readonly detail: string;
}

/**
 * Reads the message and refuses, before anything else looks at it, what two recipients might read in two ways:
 * framing, version, target, host. Node's server accepts several of these (RFC 9112 3.2, 6.1, 6.3).
 *
 * @param via our own name: a message that carries it has been here before
 */
export function admitMessage(
  exchange: Pick<Exchange, 'request' | 'unmetExpectation'>,
  via: string,
): AdmittedMessage | Refusal {
  const { method, target, httpVersion, headers } = exchange.request;
  const framing = requestFraming(httpVersion, headers);
  if (framing.kind === 'refused') {
    return refuse(framing.status === 501 ? 'not_implemented' : 'http_request_error', framing.detail);
  }
  const parsed = parseTarget(method, target);
  if (parsed.form === 'invalid') return refuse('http_request_error', parsed.detail);
  if (parsed.form === 'authority') return refuse('not_implemented', 'CONNECT');
  const hostField = singleField(headers, 'host');
  const fieldHost = hostField === null ? '' : canonicalHost(hostField);
  if (fieldHost === null) return refuse('http_request_error', 'invalid Host');
  // The authority of an absolute-form target replaces Host (RFC 9112 3.2.2), which must be valid all the same.
  const host = parsed.form === 'absolute' ? canonicalHost(parsed.authority) : fieldHost;
  if (host === null) return refuse('http_request_error', 'invalid authority in the request target');
  if (exchange.unmetExpectation) return refuse('expectation_failed', 'Expect is not 100-continue');
  if (isLoop(headers, via)) return refuse('proxy_loop_detected', 'our own name in Via');
  return {
    ok: true,
    host,
    authority: parsed.form === 'absolute' ? parsed.authority : (hostField ?? ''),
    path: parsed.form === 'asterisk' ? '*' : parsed.path,
    query: parsed.form === 'asterisk' ? '' : parsed.query,
    framing,
    maxForwards: maxForwards(method, headers),
  };
}

function canonicalHost(authority: string): string | null {
  return parseAuthority(authority)?.host ?? null;
}

function refuse(code: ErrorCode, detail: string): Refusal {
  return { ok: false, code, detail };
}
