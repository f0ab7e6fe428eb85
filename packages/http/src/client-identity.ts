import { parseAuthority } from './authority.ts';
import { readClaims } from './client-claims.ts';
import type { ClaimSource, Claims } from './client-claims.ts';
import { parseIpAddress } from './ip-address.ts';
import type { IpAddress } from './ip-address.ts';
import type { RawHeaders } from './raw-headers.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/** The other end of a connection, as its socket gives it. */
export interface InboundPeer {
  /** IP address without brackets; '' when there is none (a Unix socket, or a peer that is gone). */
  readonly address: string;
  /** The port of ours that it connected to. */
  readonly localPort: number;
  readonly tls: boolean;
}

/** Who the client is and how it asked, as far as it is known for certain. Never used to route. */
export interface ClientIdentity {
  /** Its IP address without brackets and zone; `unknown` when its socket has none. */
  readonly address: string;
  readonly proto: 'http' | 'https';
  readonly port: number;
  /** The Host that the client sent to the first trusted proxy; `null` when only we saw one. */
  readonly host: string | null;
  /** Whether the peer is a trusted proxy, so that its word was taken where it gave one. */
  readonly trusted: boolean;
  /** What said so: the connection itself, or a trusted peer's fields. */
  readonly source: 'peer' | ClaimSource;
}

/** The walk back over the nodes. */
interface Walk {
  readonly address: string;
  /** Index into the claims of the hop that saw the client. */
  readonly index: number;
}

/**
 * Finds out who the client is.
 *
 * Nothing that an untrusted peer says about it counts. A trusted one is followed to the peer that it saw, and on from
 * there while that one is trusted too, from the right end of the list, since everything to the left of the first
 * untrusted address is that address's own invention. A malformed element ends the walk at the hop that wrote it.
 *
 * Which fields are read: see `readClaims`.
 */
export function identifyClient(
  peer: InboundPeer,
  headers: RawHeaders,
  trust: TrustedProxies,
): ClientIdentity {
  if (!trust.any || !trust.hasPeer(peer.address)) return asSeen(peer, false);
  const claims = readClaims(headers);
  return claims === null ? asSeen(peer, true) : asClaimed(peer, claims, walk(peer, claims.nodes, trust));
}

/** The peer's address as it is written into fields: without a zone, `unknown` when it has none. @internal */
export function peerAddress(peer: InboundPeer): string {
  const zone = peer.address.indexOf('%');
  const address = zone === -1 ? peer.address : peer.address.slice(0, zone);
  return address === '' ? 'unknown' : address;
}

/** @internal */
export function peerProto(peer: InboundPeer): 'http' | 'https' {
  return peer.tls ? 'https' : 'http';
}

/** The peer is the client. */
function asSeen(peer: InboundPeer, trusted: boolean): ClientIdentity {
  return {
    address: peerAddress(peer),
    proto: peerProto(peer),
    port: peer.localPort,
    host: null,
    trusted,
    source: 'peer',
  };
}

function walk(peer: InboundPeer, nodes: readonly string[], trust: TrustedProxies): Walk {
  let address = peerAddress(peer);
  let index = 0;
  for (let position = 0; position < nodes.length; position++) {
    const next = parseNode(nodes[position] ?? '');
    if (next === null) break;
    address = next.text;
    index = position;
    if (!trust.has(next)) break;
  }
  return { address, index };
}

function asClaimed(peer: InboundPeer, claims: Claims, { address, index }: Walk): ClientIdentity {
  const proto = parseProto(at(claims.protos, index));
  const host = at(claims.hosts, index) ?? null;
  const authority = host === null ? null : parseAuthority(host);
  return {
    address,
    proto: proto ?? peerProto(peer),
    port: parsePort(claims.port ?? '') ?? authority?.port ?? defaultPort(proto) ?? peer.localPort,
    host: authority === null ? null : host,
    trusted: true,
    source: claims.source,
  };
}

/** The element of the same hop; a proxy that says it once for all of them has a shorter list. */
function at(values: readonly string[], index: number): string | undefined {
  return values[Math.min(index, values.length - 1)];
}

/** An address, with brackets and a port or without (RFC 7239 6; some write both into X-Forwarded-For too). */
function parseNode(node: string): IpAddress | null {
  const colon = node.indexOf(':');
  if (colon === -1) return parseIpAddress(node);
  if (node.startsWith('[')) return parseBracketed(node);
  const isIpv6 = node.includes(':', colon + 1);
  if (isIpv6) return node.includes('%') ? null : parseIpAddress(node);
  return parsePort(node.slice(colon + 1)) === null ? null : parseIpAddress(node.slice(0, colon));
}

function parseBracketed(node: string): IpAddress | null {
  const address = /^\[([\d:.A-Fa-f]+)\](?::\d{1,5})?$/.exec(node)?.[1];
  return address?.includes(':') === true ? parseIpAddress(address) : null;
}

/** Traefik says `ws` and `wss` for upgrades. */
function parseProto(text: string | undefined): 'http' | 'https' | null {
  switch (text?.toLowerCase()) {
    case 'http':
    case 'ws':
      return 'http';
    case 'https':
    case 'wss':
      return 'https';
    default:
      return null;
  }
}

function parsePort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : null;
}

function defaultPort(proto: 'http' | 'https' | null): number | null {
  if (proto === null) return null;
  return proto === 'https' ? 443 : 80;
}
