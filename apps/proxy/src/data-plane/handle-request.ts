import { admitMessage } from './admission/admit-message.ts';
import { admitToService } from './admission/admit-to-service.ts';
import { answerOurselves } from './answer-ourselves.ts';
import type { DataPlane } from './data-plane.ts';
import type { Exchange } from './exchange.ts';
import { forward } from './forwarding/forward.ts';
import { identify } from './identify.ts';
import type { Reply } from './reply.ts';
import { route } from './routing/route.ts';

/**
 * The life of a request, one step a line; `docs/life-of-a-request.md` follows the same order.
 *
 * Every step answers with what the next one needs, or with a refusal from the error catalogue. From `forward` on the
 * request belongs to a fetch, which comes back through `Reply`: sanitise, decorate, stream, record.
 */
export function handleRequest(plane: DataPlane, exchange: Exchange): void {
  const reply = identify(plane, exchange);
  try {
    lead(plane, exchange, reply);
  } catch (error) {
    reply.defect(error);
  }
}

function lead(plane: DataPlane, exchange: Exchange, reply: Reply): void {
  if (exchange.isGone) return reply.closed(false);

  const message = admitMessage(exchange, reply.snapshot.via);
  if (!message.ok) return reply.failed(message.code, message.detail);
  reply.record.host = message.host;

  const own = answerOurselves(plane, exchange.request.method, message);
  if (own !== null) return reply.answer(own);

  const match = route(reply.snapshot.router, message);
  if (!match.ok) return reply.failed(match.code, match.detail);
  reply.routed(match.service);

  const refusal = admitToService(match.service, exchange, message);
  if (refusal !== null) return reply.failed(refusal.code, refusal.detail);

  const { priority } = match.service.config.limits;
  if (plane.overload?.refuses(priority) === true) return reply.failed('overloaded', `priority ${priority}`);

  forward(plane, reply, message, match);
}
