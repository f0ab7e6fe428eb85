import { peerAddress, peerProto } from './client-identity.ts';
import type { ClientIdentity, InboundPeer } from './client-identity.ts';
import { compileFieldSet } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { formatForwardedElement } from './forwarded-element.ts';
import { combinedField } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/** The fields that `forwardedFields` makes: leave out the received ones, then add these. */
export const trustedForwardedFields: FieldSet = compileFieldSet([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-real-ip',
]);

/**
 * The fields by which somebody claims to be a proxy; those of an untrusted peer are all left out. Wider than what we
 * make: an endpoint may believe X-Forwarded-Scheme or X-Forwarded-Ssl.
 */
export const untrustedForwardedFields: FieldSet = compileFieldSet([
  'forwarded',
  'x-forwarded-*',
  'x-real-ip',
]);

/** What we saw ourselves of a request: what the next proxy learns from us. */
export interface InboundHop {
  readonly peer: InboundPeer;
  /** Host as it came, or the authority of an absolute-form target; '' when there was none (HTTP/1.0). */
  readonly host: string;
}

/**
 * The fields that tell an endpoint about the client, as a flat list to add to an upstream request:
 *
 * - X-Forwarded-For, Forwarded (RFC 7239): the peer, after what a trusted peer sent. Of an untrusted one nothing stays.
 * - X-Forwarded-Proto, -Host, -Port and X-Real-IP: the client, as `identifyClient` found it.
 * - X-Forwarded-Prefix: what was stripped from the path, after the prefix that a trusted peer stripped.
 *
 * A trusted peer's Forwarded stays only if it is what identified the client. Else it may be the client's own, passed
 * on by a proxy that does not know it, and is made anew from what we know.
 *
 * @param headers the client's
 * @param strippedPrefix '' when nothing was stripped
 */
export function forwardedFields(
  identity: ClientIdentity,
  hop: InboundHop,
  headers: RawHeaders,
  strippedPrefix = '',
): string[] {
  const fields = [
    'X-Forwarded-For',
    xForwardedFor(identity, hop, headers),
    'X-Forwarded-Proto',
    identity.proto,
    'X-Forwarded-Port',
    String(identity.port),
    'X-Real-IP',
    identity.address,
    'Forwarded',
    forwarded(identity, hop, headers),
  ];
  const host = identity.host ?? hop.host;
  if (host !== '') fields.push('X-Forwarded-Host', host);
  const before = identity.trusted ? combinedField(headers, 'x-forwarded-prefix') : null;
  const prefix = append(before, strippedPrefix);
  if (prefix !== '') fields.push('X-Forwarded-Prefix', prefix);
  return fields;
}

function xForwardedFor(identity: ClientIdentity, hop: InboundHop, headers: RawHeaders): string {
  const peer = peerAddress(hop.peer);
  if (identity.source === 'x-forwarded-for') return append(combinedField(headers, 'x-forwarded-for'), peer);
  return identity.address === peer ? peer : `${identity.address}, ${peer}`;
}

function forwarded(identity: ClientIdentity, hop: InboundHop, headers: RawHeaders): string {
  const peer = peerAddress(hop.peer);
  const own = formatForwardedElement({ for: peer, host: hop.host || null, proto: peerProto(hop.peer) });
  if (identity.source === 'forwarded') return append(combinedField(headers, 'forwarded'), own);
  if (identity.address === peer) return own;
  const { address, host, proto } = identity;
  return `${formatForwardedElement({ for: address, host, proto })}, ${own}`;
}

function append(before: string | null, own: string): string {
  if (before === null || before === '') return own;
  return own === '' ? before : `${before}, ${own}`;
}
