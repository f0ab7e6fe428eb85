import { isIdempotent } from '@hostler/http';
import { hasBody } from '../admission/admit-message.ts';
import type { AdmittedMessage } from '../admission/admit-message.ts';
import type { DataPlane } from '../data-plane.ts';
import type { Reply } from '../reply.ts';
import type { RouteMatch } from '../routing/router.ts';
import type { Service } from '../service.ts';
import { Fetch } from './fetch.ts';
import { rewrite } from './rewrite.ts';
import type { RewriteInput } from './rewrite.ts';
import { openUpgrade } from './upgrade-attempt.ts';

/** Hands the request to a fetch at its service, which answers through `reply`. */
export function forward(
  plane: DataPlane,
  reply: Reply,
  message: AdmittedMessage,
  match: RouteMatch<Service>,
): void {
  const { service } = match;
  const { request, body, detach } = reply.exchange;
  const upgrade = detach !== null;
  const input: RewriteInput = {
    request,
    framing: message.framing,
    target: match.forwardTarget,
    strippedPrefix: match.strippedPrefix,
    hostHeader: service.config.hostHeader,
    hop: { peer: request.peer, host: message.authority },
    client: reply.client,
    requestId: reply.record.id,
    via: reply.snapshot.via,
    maxForwards: message.maxForwards,
    upgrade,
  };
  const fetch = new Fetch(
    service,
    {
      idempotent: isIdempotent(request.method),
      headers: request.headers,
      body: hasBody(message.framing) ? body : null,
      rewrite: (endpoint) => rewrite(input, endpoint),
      open: upgrade
        ? (endpoint, upstreamRequest, handler, timeouts) =>
            openUpgrade(endpoint, upstreamRequest, handler, timeouts, plane.clock)
        : (endpoint, upstreamRequest, handler, timeouts, options) =>
            service.pool(endpoint).open(upstreamRequest, handler, timeouts, options),
    },
    reply,
    reply.record,
    plane.clock,
  );
  reply.readFrom(fetch, service.config.timeouts);
}
