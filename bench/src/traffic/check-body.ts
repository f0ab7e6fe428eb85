import type { RequestKind } from './kinds.ts';
import { REQUEST_ID_FIELD } from './request-id.ts';

const FIRST_BYTE = 33;
const PERIOD = 89;

const patterns = new Map<number, Buffer>();

/** What is wrong with a whole body: null if it is the answer to just this request. */
export function checkBody(kind: RequestKind, id: string, body: Buffer): string | null {
  if (kind.answerBytes !== null) {
    return body.equals(patternOf(kind.answerBytes)) ? null : `${body.length} bytes of another body`;
  }
  const echo = readEcho(body);
  if (echo === null) return 'no echo';
  if (echo.id !== id) return `the answer to ${String(echo.id)}`;
  const sent = kind.bodyBytes ?? 0;
  return echo.size === sent ? null : `${String(echo.size)} of ${sent} bytes arrived`;
}

/** The simulated service's body: its byte at offset n is 33 + n mod 89. */
function patternOf(bytes: number): Buffer {
  const known =
    patterns.get(bytes) ?? Buffer.from(Array.from({ length: bytes }, (_, at) => FIRST_BYTE + (at % PERIOD)));
  patterns.set(bytes, known);
  return known;
}

function readEcho(body: Buffer): { readonly id: unknown; readonly size: unknown } | null {
  try {
    const { headers, body: digest } = fieldsOf(JSON.parse(body.toString()));
    if (headers === undefined || digest === undefined) return null;
    return { id: fieldsOf(headers)[REQUEST_ID_FIELD], size: fieldsOf(digest)['size'] };
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): {
  readonly [name: string]: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
} {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
