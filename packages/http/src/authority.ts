import { isCanonicalName, normaliseIpLiteral, normaliseName } from './host.ts';

/** Where a request wants to go: the value of Host, or the authority of an absolute-form target. */
export interface Authority {
  /**
   * The host in canonical form: lower case, no trailing dot, IDNA in ASCII, an IPv6 address in RFC 5952 form and in
   * its brackets (so that a port may follow and it cannot be taken for anything else).
   */
  readonly host: string;
  /** `null` when none is given; an empty one (`example.com:`) is none. */
  readonly port: number | null;
}

const MAX_PORT = 65_535;
/** Longer than any host and port, however they are spelled. */
const MAX_LENGTH = 4096;

/**
 * Reads `uri-host [ ":" port ]` (RFC 9110 7.2, RFC 3986 3.2.2 and 3.2.3) as it came in a message, strictly: an empty
 * host, user information, whitespace, a port that is no number up to 65535, zone identifiers and names that are no
 * domain names (see `normaliseHost`) are refused. An empty host is valid syntax, but http has no use for it (RFC 9110
 * 4.2.1). Percent-encoded octets are decoded, and non-ASCII ones read as UTF-8 and mapped by IDNA (RFC 3986 3.2.2):
 * browsers send neither, but an endpoint may understand both, so they must route as what they mean.
 *
 * @param value latin1, one character an octet
 * @returns `null` when it is invalid, which is a 400 (RFC 9112 3.2)
 */
export function parseAuthority(value: string): Authority | null {
  // Nearly all requests; about 60 ns.
  if (isCanonicalName(value)) return { host: value, port: null };
  if (value.length > MAX_LENGTH) return null;
  const hostEnd = endOfHost(value);
  const port = hostEnd === value.length ? null : parsePort(value, hostEnd);
  if (port === undefined) return null;
  const host = canonicalHost(value.slice(0, hostEnd));
  return host === null ? null : { host, port };
}

function endOfHost(value: string): number {
  const bracket = value.startsWith('[') ? value.indexOf(']') : -1;
  const end = bracket === -1 ? value.indexOf(':') : bracket + 1;
  return end === -1 ? value.length : end;
}

function canonicalHost(host: string): string | null {
  if (isCanonicalName(host)) return host;
  if (host.startsWith('[')) return normaliseIpLiteral(host);
  const decoded = decodeOctets(host);
  return decoded === null ? null : normaliseName(decoded);
}

/** `null` is no port, `undefined` is an invalid one. */
function parsePort(value: string, colon: number): number | null | undefined {
  if (value.charCodeAt(colon) !== 0x3a) return undefined;
  if (colon + 1 === value.length) return null;
  let port = 0;
  for (let index = colon + 1; index < value.length; index++) {
    const digit = value.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    port = port * 10 + digit;
    if (port > MAX_PORT) return undefined;
  }
  return port;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeOctets(host: string): string | null {
  if (!/[^\0-\x24\x26-\x7f]/.test(host)) return host; // plain ASCII without `%`
  if (/%(?![\da-f]{2})/i.test(host)) return null;
  const octets = host.replaceAll(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return utf8.decode(Buffer.from(octets, 'latin1'));
  } catch {
    return null;
  }
}
