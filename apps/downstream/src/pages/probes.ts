import type { InstanceContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { sendJson } from '../send-json.ts';

/** `/healthz`: the process is well, whatever faults it plays on the service's requests. */
export function healthPage(exchange: Exchange, { identity }: InstanceContext): void {
  sendJson(exchange.response, 200, { status: 'ok', instance: identity.instance });
}

/** `/readyz`: 503 when the instance was set unready or is shutting down. */
export function readyPage(exchange: Exchange, { identity, condition, closing }: InstanceContext): void {
  const reason = closing.aborted ? 'shutting down' : condition.current.state;
  const ready = !closing.aborted && condition.current.state !== 'unready';
  sendJson(exchange.response, ready ? 200 : 503, {
    status: ready ? 'ready' : 'unready',
    reason,
    instance: identity.instance,
  });
}
