import { serializeRequestHead } from '@hostler/http1';
import type { RawHeaders } from '@hostler/http1';
import type { RequestBody, UpstreamRequest } from './attempt.ts';

/** The request's head, with the framing fields of its body (RFC 9112 6) at its end. @throws SerializeError */
export function requestHead({ method, target, headers, body }: UpstreamRequest): string {
  return serializeRequestHead(method, target, withFraming(headers, body));
}

function withFraming(headers: RawHeaders, body: RequestBody): RawHeaders {
  if (body.kind === 'none') return headers;
  if (body.kind === 'chunked') return [...headers, 'Transfer-Encoding', 'chunked'];
  return [...headers, 'Content-Length', `${body.length}`];
}
