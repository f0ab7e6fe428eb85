/**
 * Message rules of RFC 9110 and RFC 9112 for an intermediary: pure functions over raw field lists, each with the clause
 * that it implements. Nothing here keeps a message, opens a socket or reads a clock.
 */
export { parseAuthority } from './authority.ts';
export type { Authority } from './authority.ts';
export type { ClaimSource } from './client-claims.ts';
export { identifyClient } from './client-identity.ts';
export type { ClientIdentity, InboundPeer } from './client-identity.ts';
export { connectionOptions, nominatedFields } from './connection.ts';
export { compileFieldSet } from './field-set.ts';
export type { FieldSet } from './field-set.ts';
export type { InboundHop } from './forwarded-fields.ts';
export { forwardedFields, trustedForwardedFields, untrustedForwardedFields } from './forwarded-fields.ts';
export { acceptsTrailers, hopByHopFields, removeHopByHop } from './hop-by-hop.ts';
export { normaliseHost } from './host.ts';
export { parseHttpDate } from './http-date.ts';
export { parseIpAddress } from './ip-address.ts';
export type { IpAddress } from './ip-address.ts';
export { matchPath, staysWithin } from './match-path.ts';
export type { MatchPath } from './match-path.ts';
export { maxForwards } from './max-forwards.ts';
export { isIdempotent, isSafe } from './methods.ts';
export { proxyStatusMember } from './proxy-status.ts';
export type { ProxyStatusParameters } from './proxy-status.ts';
export { combinedField, fieldValues, hasField, isSameName, singleField } from './raw-headers.ts';
export type { RawHeaders } from './raw-headers.ts';
export { requestFraming } from './request-framing.ts';
export type { FramingFault, FramingRefusal, RequestFraming } from './request-framing.ts';
export { parseTarget } from './request-target.ts';
export type { AbsoluteTarget, InvalidTarget, OriginTarget, RequestTarget } from './request-target.ts';
export { appendMember, isToken, serialiseItem } from './structured-fields.ts';
export type { BareItem, Parameters, Token } from './structured-fields.ts';
export { permittedTrailers } from './trailers.ts';
export { compileTrust } from './trusted-proxies.ts';
export type { TrustedProxies } from './trusted-proxies.ts';
export { appendVia, isLoop } from './via.ts';
