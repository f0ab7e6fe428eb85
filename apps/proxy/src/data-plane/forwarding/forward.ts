import { hasBody } from '../admission/admit-message.ts';
import type { AdmittedMessage } from '../admission/admit-message.ts';
import type { DataPlane } from '../data-plane.ts';
import type { Reply } from '../reply.ts';
import type { RouteMatch } from '../routing/router.ts';
import type { Service } from '../service.ts';
import { openWithFault } from './faults/open-with-fault.ts';
import type { FetchRequest } from './fetch-request.ts';
import { Fetch } from './fetch.ts';
import { isRepeatable } from './retry/repeatable.ts';
import { rewriteInput } from './rewrite-input.ts';
import { rewrite } from './rewrite.ts';
import { openUpgrade } from './upgrade-attempt.ts';

/** Hands the request to a fetch at its service, which answers through `reply`. */
export function forward(
  plane: DataPlane,
  reply: Reply,
  message: AdmittedMessage,
  match: RouteMatch<Service>,
): void {
  const { service } = match;
  const { exchange, client, record, snapshot } = reply;
  const { request, body } = exchange;
  const upgrade = exchange.detach !== null;
  const hop = { client, requestId: record.id, via: snapshot.via };
  const input = rewriteInput(request, message, match, hop, upgrade);
  const { affinity } = service;
  const fetch = new Fetch(
    {
      service,
      request: {
        idempotent: isRepeatable(request, service.config.retry),
        hedgeable: !upgrade,
        hash: affinity === null ? null : affinity.hash(request, client),
        preferred: affinity === null ? null : affinity.preferred(request),
        headers: request.headers,
        body: hasBody(message.framing) ? body : null,
        rewrite: (endpoint) => rewrite(input, endpoint),
        open: opener(service, upgrade, plane),
      },
      record,
      clock: plane.clock,
    },
    reply,
  );
  reply.readFrom(fetch, service.config.timeouts);
}

/** How attempts at the service are begun: over its connections or as an upgrade, and for a drill with a fault. */
function opener(service: Service, upgrade: boolean, { clock }: DataPlane): FetchRequest['open'] {
  const open: FetchRequest['open'] = upgrade
    ? (endpoint, request, handler, timeouts) => openUpgrade(endpoint, request, handler, timeouts, clock)
    : (endpoint, request, handler, timeouts, options) =>
        service.pool(endpoint).open(request, handler, timeouts, options);
  return (endpoint, request, handler, timeouts, options) => {
    const { fault } = service;
    if (fault === null || fault.endpoint !== endpoint.name) {
      return open(endpoint, request, handler, timeouts, options);
    }
    return openWithFault(fault.kind, { request, handler, timeouts, clock }, (tampering) =>
      open(endpoint, request, tampering, timeouts, options),
    );
  };
}
