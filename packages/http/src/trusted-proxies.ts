import type ipaddr from 'ipaddr.js';
import { parseIpAddress, parseIpv4 } from './ip-address.ts';
import type { IpAddress } from './ip-address.ts';

/** The addresses whose word about the client is taken. */
export interface TrustedProxies {
  /** False when nobody is trusted, so that the whole matter costs one comparison. */
  readonly any: boolean;
  /**
   * Whether the other end of a connection is trusted. Remembered for recent addresses.
   * @param address as the socket gives it, without brackets; not an address (a Unix socket): not trusted
   */
  hasPeer(address: string): boolean;
  /** The same for an address out of a message; not remembered, since whoever sends it can make up new ones. */
  has(address: IpAddress): boolean;
}

/** Addresses of IPv4 whose first bits, those of `mask`, are those of `base`. */
interface Ipv4Range {
  readonly base: number;
  readonly mask: number;
}

type Ipv6Range = readonly [base: ipaddr.IPv6, bits: number];

/** More peers than a proxy has proxies in front of it; untrusted peers come and go, so it is bounded. */
const MAX_REMEMBERED = 1024;

/**
 * Compiles addresses and CIDR ranges (RFC 4632, RFC 4291 2.3), such as `10.0.0.0/8`, `192.0.2.7` and `2001:db8::/32`.
 * Bits after the prefix do not matter. IPv4-mapped IPv6 addresses and ranges are IPv4 ones, and `::/0` is every IPv6
 * address, none of IPv4.
 *
 * @throws RangeError for what is neither an address nor a range; configuration checks before
 */
export function compileTrust(cidrs: readonly string[]): TrustedProxies {
  const ipv4Ranges: Ipv4Range[] = [];
  const ipv6Ranges: Ipv6Range[] = [];
  for (const cidr of cidrs) addRange(cidr, ipv4Ranges, ipv6Ranges);

  const has = (address: IpAddress): boolean =>
    address.version === 4
      ? ipv4Ranges.some(({ base, mask }) => (address.value & mask) === base)
      : ipv6Ranges.some(([base, bits]) => address.value.match(base, bits));

  const remembered = new Map<string, boolean>();
  const hasPeer = (text: string): boolean => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const address = parseIpAddress(text);
    const trusted = address !== null && has(address);
    // Starting over is cheaper than keeping an order, and happens once in a thousand strangers.
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, trusted);
    return trusted;
  };

  return cidrs.length === 0
    ? { any: false, has: () => false, hasPeer: () => false }
    : { any: true, has, hasPeer };
}

function addRange(cidr: string, ipv4Ranges: Ipv4Range[], ipv6Ranges: Ipv6Range[]): void {
  const slash = cidr.indexOf('/');
  const text = slash === -1 ? cidr : cidr.slice(0, slash);
  const base = parseIpAddress(text);
  if (base === null || text.includes('%')) throw new RangeError(`not an address or CIDR range: ${cidr}`);
  // `::ffff:10.0.0.0/104` counts its bits from the beginning of the IPv6 address.
  const skipped = base.version === 4 && parseIpv4(text) === -1 ? 96 : 0;
  const width = base.version === 4 ? 32 : 128;
  const bits = slash === -1 ? width : parseBits(cidr.slice(slash + 1)) - skipped;
  if (!(bits >= 0 && bits <= width)) throw new RangeError(`not a prefix length: ${cidr}`);
  if (base.version === 6) {
    ipv6Ranges.push([base.value, bits]);
    return;
  }
  // A shift by 32 is a shift by 0 in JavaScript.
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  ipv4Ranges.push({ base: base.value & mask, mask });
}

function parseBits(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}
