import { formatHttpDate, parseHttpDate } from '../units/http-date.ts';
import { once } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { fieldBehaviour } from './header.ts';
import type { Field } from './header.ts';

/** The Cache-Control field of the response (RFC 9111 5.2). */
export const cacheControl = fieldBehaviour('Cache-Control', 'max-age=60', 'the Cache-Control field');

/** The Vary field of the response (RFC 9110 12.5.5). */
export const vary = fieldBehaviour('Vary', 'Accept-Language', 'the Vary field');

/** The entity tag of the representation, as it stands in the field (RFC 9110 8.8.3). */
export const etag: Behaviour<string> = {
  example: 'v1',
  help: 'the ETag, quoted if it is not (W/"v1" is weak); conditional requests are then answered by it',
  parse: once((value) => {
    const tag = /^(?:W\/)?"/.test(value) ? value : `"${value}"`;
    return /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag) ? { value: tag } : { expected: 'an entity tag' };
  }),
};

/** When the representation last changed (RFC 9110 8.8.2). @unit ms since the epoch, whole seconds */
export const lastModified: Behaviour<number> = {
  example: '2026-01-31T12:00:00Z',
  help: 'Last-Modified, an HTTP or an ISO 8601 date; conditional requests are then answered by it',
  parse: once((value) => {
    const iso = /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(value) ? Date.parse(value) : Number.NaN;
    const ms = Number.isNaN(iso) ? parseHttpDate(value, Date.UTC(2026, 0)) : iso;
    if (ms === undefined)
      return { expected: 'a date such as 2026-01-31, 2026-01-31T12:00:00Z or an HTTP date' };
    return { value: ms - (ms % 1000) };
  }),
};

/** The fields that say what a representation is and how it may be stored. */
export interface CacheFields {
  readonly 'cache-control'?: string;
  readonly etag?: string;
  readonly 'last-modified'?: number;
  readonly vary?: string;
}

/** Writes the cache fields that were asked for. */
export function cacheFields(asked: CacheFields): Field[] {
  const fields: Field[] = [];
  if (asked['cache-control'] !== undefined) fields.push(['Cache-Control', asked['cache-control']]);
  if (asked.etag !== undefined) fields.push(['ETag', asked.etag]);
  if (asked['last-modified'] !== undefined) {
    fields.push(['Last-Modified', formatHttpDate(asked['last-modified'])]);
  }
  if (asked.vary !== undefined) fields.push(['Vary', asked.vary]);
  return fields;
}
