import type { Endpoint } from '@hostler/balancer';
import type { ServiceConfig } from '@hostler/config';
import {
  acceptsTrailers,
  appendVia,
  combinedField,
  compileFieldSet,
  forwardedFields,
  removeHopByHop,
  trustedForwardedFields,
  untrustedForwardedFields,
} from '@hostler/http';
import type { ClientIdentity, FieldSet, InboundHop, RequestFraming } from '@hostler/http';
import type { ClientRequest } from '../exchange.ts';
import type { UpstreamRequest } from './upstream-client/index.ts';

/** What a request means to us, beside what the client sent. */
export interface RewriteInput {
  readonly request: ClientRequest;
  readonly framing: Exclude<RequestFraming, { kind: 'refused' }>;
  /** Request target to send, byte for byte what the client sent but for a stripped prefix. */
  readonly target: string;
  readonly strippedPrefix: string;
  readonly hostHeader: ServiceConfig['hostHeader'];
  /** Its host is what the client gave, in `Host` or in an absolute-form target; empty for HTTP/1.0 without. */
  readonly hop: InboundHop;
  readonly client: ClientIdentity;
  readonly requestId: string;
  /** Our pseudonym. */
  readonly via: string;
  /** What is left of Max-Forwards after us (RFC 9110 7.6.2); `null` when it does not apply. */
  readonly maxForwards: number | null;
  /** The client asks for a WebSocket (RFC 6455 4.1). */
  readonly upgrade: boolean;
}

/** What an endpoint is called in `Host`. */
export type EndpointNames = Pick<Endpoint, 'authority'>;

/** Fields that are made anew: framing by the upstream client, the rest here. `Expect` ends at us. */
const remade = compileFieldSet(['host', 'content-length', 'expect', 'via', 'x-request-id']);
const maxForwardsField = compileFieldSet(['max-forwards']);
/** Announces trailers, which only a body in chunks can have. */
const trailerField = compileFieldSet(['trailer']);
const remadeOfTrusted = union(remade, trustedForwardedFields);
const remadeOfUntrusted = union(remade, untrustedForwardedFields);
const bareOfTrusted = union(remadeOfTrusted, trailerField);
const bareOfUntrusted = union(remadeOfUntrusted, trailerField);

function remadeFields({ client, framing, maxForwards }: RewriteInput): FieldSet {
  const ofTrusted = framing.kind === 'chunked' ? remadeOfTrusted : bareOfTrusted;
  const ofUntrusted = framing.kind === 'chunked' ? remadeOfUntrusted : bareOfUntrusted;
  const fields = client.trusted ? ofTrusted : ofUntrusted;
  return maxForwards === null ? fields : union(fields, maxForwardsField);
}

function union(one: FieldSet, other: FieldSet): FieldSet {
  return { has: (name) => one.has(name) || other.has(name) };
}

/**
 * The request as it goes to one endpoint. The client's fields are stripped first and ours added after, so that
 * `Connection: X-Forwarded-For` cannot remove ours; nothing of the client's is changed, since a retry reads it again.
 */
export function rewrite(input: RewriteInput, endpoint: EndpointNames): UpstreamRequest {
  const { request, client, hop } = input;
  const fields = removeHopByHop(request.headers, remadeFields(input));
  const headers = ['Host', hostFor(input, endpoint), ...fields];
  if (input.upgrade) headers.push('Connection', 'Upgrade', 'Upgrade', 'websocket');
  else if (request.httpVersion === '1.1' && acceptsTrailers(request.headers))
    headers.push('TE', 'trailers', 'Connection', 'TE');
  headers.push('Via', appendVia(combinedField(request.headers, 'via'), request.httpVersion, input.via));
  headers.push('X-Request-Id', input.requestId);
  for (const part of forwardedFields(client, hop, request.headers, input.strippedPrefix)) headers.push(part);
  if (input.maxForwards !== null) headers.push('Max-Forwards', String(input.maxForwards - 1));
  return { method: request.method, target: input.target, headers, body: input.framing };
}

function hostFor({ hostHeader, hop }: RewriteInput, { authority }: EndpointNames): string {
  if (hostHeader === 'endpoint') return authority;
  if (hostHeader === 'client') return hop.host === '' ? authority : hop.host;
  return hostHeader.name;
}
