import ipaddr from 'ipaddr.js';

/** An IP address that was understood. IPv4-mapped IPv6 addresses (RFC 4291 2.5.5.2) are IPv4 addresses here. */
export type IpAddress =
  | {
      readonly version: 4;
      /** Dotted decimal. */
      readonly text: string;
      /** The address as an unsigned 32-bit number. */
      readonly value: number;
    }
  | {
      readonly version: 6;
      /** RFC 5952 form, no brackets, no zone. */
      readonly text: string;
      readonly value: ipaddr.IPv6;
    };

/** The longest IPv6 text is eight groups, or six and a dotted quad. */
const MAX_IPV6_LENGTH = 45;
const IPV6_CHARACTERS = /^[\d.:a-f]+$/i;

/**
 * Reads `a.b.c.d`, four decimal numbers to 255 without leading zeros (RFC 3986 3.2.2 `IPv4address`). The older
 * notations (`127.1`, `0x7f.0.0.1`, `0177.0.0.1`) are refused: recipients differ over what they mean.
 * @returns the unsigned 32-bit number, or -1
 */
export function parseIpv4(text: string): number {
  let value = 0;
  let octet = -1;
  let octets = 0;
  for (let index = 0; index <= text.length; index++) {
    const digit = index < text.length ? text.charCodeAt(index) - 0x30 : 0x2e - 0x30;
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return -1;
      octet = (octet === -1 ? 0 : octet * 10) + digit;
      if (octet > 255) return -1;
      continue;
    }
    if (digit !== 0x2e - 0x30 || octet === -1 || octets === 4) return -1;
    value = value * 256 + octet;
    octets++;
    octet = -1;
  }
  return octets === 4 ? value : -1;
}

/**
 * The one spelling of an IPv6 address (RFC 5952: lower case, longest run of zeros shortened), without brackets.
 * @returns `null` for anything else, zone identifiers included: they mean nothing outside their own machine
 */
export function canonicalIpv6(text: string): string | null {
  if (text.length > MAX_IPV6_LENGTH || !text.includes(':') || !IPV6_CHARACTERS.test(text)) return null;
  const url = URL.parse(`http://[${text}]`);
  return url === null ? null : url.hostname.slice(1, -1);
}

/** Reads an IPv4 or IPv6 address without brackets; a zone identifier (`%eth0`) is dropped. */
export function parseIpAddress(text: string): IpAddress | null {
  const value = parseIpv4(text);
  if (value !== -1) return { version: 4, text, value };
  const zone = text.indexOf('%');
  const canonical = canonicalIpv6(zone === -1 ? text : text.slice(0, zone));
  if (canonical === null) return null;
  const ipv6 = ipaddr.IPv6.parse(canonical);
  if (!ipv6.isIPv4MappedAddress()) return { version: 6, text: canonical, value: ipv6 };
  const ipv4 = ipv6.toIPv4Address();
  return { version: 4, text: ipv4.toString(), value: parseIpv4(ipv4.toString()) };
}
