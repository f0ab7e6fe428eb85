import type { IncomingHttpHeaders } from 'node:http';
import { parseHttpDate } from '../units/http-date.ts';

/** What identifies the current state of a representation (RFC 9110 8.8). */
export interface Validators {
  readonly etag?: string;
  /** @unit ms since the epoch, whole seconds */
  readonly lastModifiedMs?: number;
}

/** What the conditions of a request come to: carry it out, or answer with this status. */
export type Verdict = 'proceed' | 304 | 412;

/** Evaluates a request's conditions in the order of RFC 9110 13.2.2 (Range and If-Range come after). A representation
 *  without validators has no conditions to check, so that a plain echo answers whatever it is asked. */
export function evaluateConditions(
  method: string,
  headers: IncomingHttpHeaders,
  current: Validators,
  nowMs: number,
): Verdict {
  if (current.etag === undefined && current.lastModifiedMs === undefined) return 'proceed';
  const isRead = method === 'GET' || method === 'HEAD';

  if (headers['if-match'] !== undefined) {
    if (!matches(headers['if-match'], current.etag, strongly)) return 412;
  } else if (changedSince(headers['if-unmodified-since'], current, nowMs) === true) {
    return 412;
  }

  if (headers['if-none-match'] !== undefined) {
    if (matches(headers['if-none-match'], current.etag, weakly)) return isRead ? 304 : 412;
  } else if (isRead && changedSince(headers['if-modified-since'], current, nowMs) === false) {
    return 304;
  }
  return 'proceed';
}

/** Whether a Range may be served, or the whole representation is due (RFC 9110 13.1.5): true without an If-Range. */
export function evaluateIfRange(field: string | undefined, current: Validators, nowMs: number): boolean {
  if (field === undefined) return true;
  if (/^(?:W\/)?"/.test(field)) return strongly(field, current.etag);
  const { lastModifiedMs } = current;
  // RFC 9110 8.8.2.2: a date is a strong validator only when nothing can have changed within the same second.
  return (
    lastModifiedMs !== undefined &&
    parseHttpDate(field, nowMs) === lastModifiedMs &&
    nowMs - lastModifiedMs >= 1000
  );
}

/** The strong comparison of RFC 9110 8.8.3.2: equal, and neither is weak. */
function strongly(a: string, b: string | undefined): boolean {
  return a === b && !a.startsWith('W/');
}

/** The weak comparison of RFC 9110 8.8.3.2: equal but for a W/ of either. */
function weakly(a: string, b: string | undefined): boolean {
  return b !== undefined && a.replace(/^W\//, '') === b.replace(/^W\//, '');
}

function matches(field: string, etag: string | undefined, compare: typeof strongly): boolean {
  if (field.trim() === '*') return true;
  const tags = field.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? [];
  return tags.some((tag) => compare(tag, etag));
}

/** Undefined when the field is absent or no date, or the representation has none: the condition is then ignored. */
function changedSince(field: string | undefined, current: Validators, nowMs: number): boolean | undefined {
  const since = field === undefined ? undefined : parseHttpDate(field, nowMs);
  if (since === undefined || current.lastModifiedMs === undefined) return undefined;
  return current.lastModifiedMs > since;
}
