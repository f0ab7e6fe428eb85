import { connectionOptions } from './connection-options.ts';
import { parseError } from './errors.ts';
import type { ParseError } from './errors.ts';
import type { BodyFraming, RawHeaders } from './message.ts';
import type { StatusLine } from './status-line.ts';

/** How the body ends, and whether the connection can be used after it. */
export interface MessageFraming {
  readonly framing: BodyFraming;
  readonly persistent: boolean;
}

const none: BodyFraming = Object.freeze({ kind: 'none' });
const chunked: BodyFraming = Object.freeze({ kind: 'chunked' });
const untilClose: BodyFraming = Object.freeze({ kind: 'until-close' });

/** The fields that decide about framing and persistence, found in one pass. */
interface FramingFields {
  contentLength: string | null;
  transferEncoding: string | null;
  close: boolean;
  keepAlive: boolean;
}

/**
 * RFC 9112 6.3 for responses, in its order, and 9.3. What that section leaves to judgement (equal Content-Lengths,
 * Transfer-Encoding that overrides Content-Length) is refused: two parsers may decide it in two ways.
 */
export function responseFraming(
  requestMethod: string,
  { statusCode, httpMinor }: StatusLine,
  headers: RawHeaders,
): MessageFraming | ParseError {
  const fields = framingFields(headers);
  if ('code' in fields) return fields;
  const { contentLength, transferEncoding } = fields;

  if (transferEncoding !== null) {
    if (contentLength !== null) return parseError('content-length-with-transfer-encoding');
    if (httpMinor === 0) return parseError('transfer-encoding-in-http10');
    if (transferEncoding.toLowerCase() !== 'chunked') {
      return parseError('unknown-transfer-coding', transferEncoding);
    }
  }
  const length = contentLength === null ? null : parseContentLength(contentLength);
  if (typeof length === 'object' && length !== null) return length;
  // 9.3: `close` wins; HTTP/1.1 persists by itself, HTTP/1.0 only with `keep-alive`.
  const persistent = !fields.close && (httpMinor === 1 || fields.keepAlive);
  const announcesBody = transferEncoding !== null || (length !== null && length > 0);

  // 6.3 (1): no body, whatever the fields say. To HEAD and in a 304 they describe what a GET would bring.
  if (statusCode < 200) {
    return announcesBody ? parseError('body-in-informational') : { framing: none, persistent };
  }
  // In a 204 they contradict it (6.1, RFC 9110 8.6): should the body come after all, no request may be waiting for it.
  if (statusCode === 204) return { framing: none, persistent: persistent && !announcesBody };
  if (requestMethod === 'HEAD' || statusCode === 304) return { framing: none, persistent };
  // (2)
  if (requestMethod === 'CONNECT' && statusCode < 300) return parseError('unexpected-tunnel');
  // (4)
  if (transferEncoding !== null) return { framing: chunked, persistent };
  // (6)
  if (length !== null) return { framing: { kind: 'length', length }, persistent };
  // (8)
  return { framing: untilClose, persistent: false };
}

function framingFields(headers: RawHeaders): FramingFields | ParseError {
  const fields: FramingFields = {
    contentLength: null,
    transferEncoding: null,
    close: false,
    keepAlive: false,
  };
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    // The length of the name decides for nearly all fields, without a lower-cased copy.
    switch (name.length) {
      case 10:
        if (name.toLowerCase() === 'connection') readConnection(value, fields);
        break;
      case 14:
        if (name.toLowerCase() === 'content-length') {
          if (fields.contentLength !== null) return parseError('repeated-content-length');
          fields.contentLength = value;
        }
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          if (fields.transferEncoding !== null) return parseError('repeated-transfer-encoding');
          fields.transferEncoding = value;
        }
        break;
    }
  }
  return fields;
}

function readConnection(value: string, fields: FramingFields): void {
  for (const option of connectionOptions(value)) {
    if (option === 'close') fields.close = true;
    else if (option === 'keep-alive') fields.keepAlive = true;
  }
}

/** RFC 9110 8.6: 1*DIGIT. */
function parseContentLength(value: string): number | ParseError {
  if (!/^[0-9]+$/.test(value)) {
    return parseError(value.includes(',') ? 'repeated-content-length' : 'invalid-content-length', value);
  }
  const length = Number(value);
  return Number.isSafeInteger(length) ? length : parseError('content-length-too-large', value);
}
