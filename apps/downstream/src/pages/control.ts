import type { IncomingMessage } from 'node:http';
import type { InstanceContext } from '../context.ts';
import { viewCondition } from '../control/condition.ts';
import { readOrder } from '../control/read-order.ts';
import type { Exchange } from '../exchange.ts';
import { sendJson } from '../send-json.ts';

const MAX_ORDER_BYTES = 16 * 1024;

/** `/_control`: GET tells the condition of this instance, POST sets it. */
export async function controlPage(exchange: Exchange, context: InstanceContext): Promise<void> {
  const { request, response } = exchange;
  const { condition, connections, identity, random } = context;
  if (request.method === 'POST') {
    // A browser sends this type to another site only after asking it, so no web page can order us about.
    if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
      sendJson(response, 415, { error: 'expected Content-Type: application/json' });
      return;
    }
    exchange.continue();
    const parsed = readOrder(await readJson(request), random);
    if ('expected' in parsed) {
      sendJson(response, 400, { error: `expected ${parsed.expected}` });
      return;
    }
    const { state } = parsed.value.condition;
    if (state === 'refusing') response.shouldKeepAlive = false;
    condition.set(parsed.value);
    if (state === 'down' || state === 'refusing') connections.resetAll(request.socket);
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendJson(response, 405, { error: 'expected GET or POST' }, [['Allow', 'GET, HEAD, POST']]);
    return;
  }
  const view = viewCondition(condition.current, condition.untilMs);
  sendJson(response, 200, { instance: identity.instance, ...view }, [['Cache-Control', 'no-store']]);
}

/** Undefined when it is not JSON, or too long to be an order. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes <= MAX_ORDER_BYTES) chunks.push(chunk);
    }
    const value: unknown =
      bytes <= MAX_ORDER_BYTES ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    return value;
  } catch {
    return undefined;
  }
}
