import { fieldValues, isSafe } from '@hostler/http';
import type { Authority, RawHeaders } from '@hostler/http';

/** What tells that a page of somebody else makes a browser send this request (CSRF). */
export type ForeignPage = 'cross-site' | 'other-origin';

/**
 * Browsers send `Sec-Fetch-Site` and, with everything that may change something, `Origin`; pages can set neither. Whatever
 * sends none of them is no browser.
 * @param own the request's Host
 * @returns `null` when there is nothing against it
 */
export function foreignPage(method: string, headers: RawHeaders, own: Authority): ForeignPage | null {
  if (fieldValues(headers, 'sec-fetch-site').some((site) => site.toLowerCase() === 'cross-site')) {
    return 'cross-site';
  }
  if (isSafe(method)) return null;
  return fieldValues(headers, 'origin').every((origin) => isOwnOrigin(origin, own)) ? null : 'other-origin';
}

/** Our own is `http://` and the Host that the request itself was sent to; `null`, as sandboxed pages have it, is not. */
function isOwnOrigin(origin: string, { host, port }: Authority): boolean {
  const url = URL.parse(origin);
  if (url === null || url.protocol !== 'http:') return false;
  return url.host === (port === null || port === 80 ? host : `${host}:${port}`);
}
