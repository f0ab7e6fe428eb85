import type { InstanceContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { sendJson } from '../send-json.ts';

/** `/_stats`: the counts of this instance. The connection that asks is one of those open. */
export function statsPage({ response }: Exchange, { identity, stats }: InstanceContext): void {
  const { service, instance } = identity;
  sendJson(response, 200, { service, instance, ...stats.snapshot() }, [['Cache-Control', 'no-store']]);
}
