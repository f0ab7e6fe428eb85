import type { InstanceContext } from '../context.ts';
import { MAX_ASKED_MS } from '../limits.ts';
import type { Exchange } from '../exchange.ts';
import { drained } from '../drained.ts';
import { sendJson } from '../send-json.ts';
import { parseDuration } from '../units/duration.ts';

/** `/sse?interval=1s&count=10`: server-sent events, the first at once; without a count until somebody leaves.
 *  A Last-Event-ID field is taken up where it stopped. */
export async function eventStreamPage(exchange: Exchange, context: InstanceContext): Promise<void> {
  const { request, response, gone, target } = exchange;
  const parameters = new URLSearchParams(target.query);
  const interval = parseDuration(parameters.get('interval') ?? '1s', MAX_ASKED_MS);
  const count = parameters.get('count') ?? 'Infinity';
  if ('expected' in interval || !/^(?:\d{1,9}|Infinity)$/.test(count)) {
    const expected = 'expected' in interval ? `interval: ${interval.expected}` : 'count: a whole number';
    sendJson(response, 400, { error: `expected ${expected}` });
    return;
  }

  response.setHeader('Content-Type', 'text/event-stream');
  response.setHeader('Cache-Control', 'no-store');
  response.flushHeaders();
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const leave = context.stats.eventStreams.enter();
  const over = AbortSignal.any([gone, context.closing]);
  const first = Number(/^\d{1,9}$/.exec(request.headersDistinct['last-event-id']?.[0] ?? '')?.[0] ?? '0') + 1;
  for (let sent = 0; sent < Number(count) && !over.aborted; sent += 1) {
    if (sent > 0 && !(await context.clock.sleep(interval.value, over))) break;
    const data = JSON.stringify({ instance: context.identity.instance, at: new Date(context.clock.now()) });
    if (!response.write(`id: ${first + sent}\nevent: tick\ndata: ${data}\n\n`)) await drained(response, over);
  }
  leave();
  response.end();
}
