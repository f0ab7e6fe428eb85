import { domainToASCII } from 'node:url';
import { canonicalIpv6, parseIpv4 } from './ip-address.ts';

/** Longest domain name and label in text form (RFC 1035 2.3.4; the name without its final dot). */
const MAX_NAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/** Longer than any spelling of a valid name: each of its octets percent-encoded, four octets a character. */
const MAX_SPELLING_LENGTH = 12 * MAX_NAME_LENGTH;

/** ASCII characters that no name has; looked for before IDNA, which would decode and cut. */
const NOT_IN_NAMES = /[^\w.\-\u{80}-\u{10ffff}]/u;

/**
 * The canonical form of a host that a person wrote, for instance as a `domain` in a configuration: lower case, no
 * trailing dot, IDNA in ASCII (`bücher.example` becomes `xn--bcher-kva.example`), IPv6 in RFC 5952 form and in
 * brackets, with or without which it may be written. Equal hosts have equal canonical forms, and the form of a
 * canonical one is itself.
 *
 * A name is a domain name: letters, digits, hyphens and, as in practice, underscores, in labels of 1 to 63 and 253 in
 * all (RFC 3986 3.2.2 leaves more to `reg-name`, but for names that are looked up in DNS it points to RFC 1034 3.5).
 * A name whose last label is a number is an IPv4 address in dotted decimal or nothing, as in the WHATWG URL standard:
 * `1.2.3` is one host to some programs and another to others.
 *
 * @returns `null` when it is no host; ports and percent-encoding are not hosts either
 */
export function normaliseHost(host: string): string | null {
  if (host.startsWith('[')) return normaliseIpLiteral(host);
  return host.includes(':') ? normaliseIpLiteral(`[${host}]`) : normaliseName(host);
}

/** An IPv6 address in brackets (RFC 3986 3.2.2 `IP-literal`; of `IPvFuture` there is none yet). @internal */
export function normaliseIpLiteral(literal: string): string | null {
  if (!literal.startsWith('[') || !literal.endsWith(']')) return null;
  const canonical = canonicalIpv6(literal.slice(1, -1));
  return canonical === null ? null : `[${canonical}]`;
}

/** A domain name or IPv4 address, in Unicode. @internal */
export function normaliseName(name: string): string | null {
  if (isCanonicalName(name)) return name;
  if (name.length > MAX_SPELLING_LENGTH || NOT_IN_NAMES.test(name)) return null;
  const ascii = isAscii(name) ? name.toLowerCase() : idnaToAscii(name);
  const relative = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  return isCanonicalName(relative) ? relative : null;
}

/** UTS 46. @returns '' for what it does not allow, and for a name that it maps to an IPv4 address in disguise */
function idnaToAscii(name: string): string {
  const ascii = domainToASCII(name);
  return parseIpv4(ascii) === -1 ? ascii : '';
}

/**
 * Whether a name is valid and in canonical form already. Nearly every request's is, so this is one pass without
 * allocation.
 * @internal
 */
export function isCanonicalName(name: string): boolean {
  const length = name.length;
  if (length === 0 || length > MAX_NAME_LENGTH) return false;
  let labelStart = 0;
  for (let index = 0; index < length; index++) {
    const code = name.charCodeAt(index);
    if (code >= 0x61 && code <= 0x7a) continue; // a-z
    if (code >= 0x30 && code <= 0x39) continue; // 0-9
    if (code === 0x2d || code === 0x5f) continue; // - _
    if (code !== 0x2e || !isLabelLength(index - labelStart)) return false;
    labelStart = index + 1;
  }
  if (!isLabelLength(length - labelStart)) return false;
  return !isNumber(name, labelStart) || parseIpv4(name) !== -1;
}

function isLabelLength(length: number): boolean {
  return length > 0 && length <= MAX_LABEL_LENGTH;
}

/** WHATWG URL "ends in a number": the last label is decimal, or hexadecimal after `0x`. */
function isNumber(name: string, start: number): boolean {
  const first = name.charCodeAt(start);
  if (first < 0x30 || first > 0x39) return false;
  return /^(?:\d+|0x[\da-f]*)$/.test(name.slice(start));
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
