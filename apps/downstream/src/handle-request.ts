import { readAsked } from './behaviours/read-asked.ts';
import { sendEarlyHints } from './behaviours/early-hints.ts';
import { stayAndHang } from './behaviours/hang.ts';
import type { InstanceContext } from './context.ts';
import { passInstance, passService } from './control/gate.ts';
import { echo } from './echo.ts';
import type { Exchange } from './exchange.ts';
import { controlPage } from './pages/control.ts';
import { eventStreamPage } from './pages/event-stream.ts';
import { healthPage, readyPage } from './pages/probes.ts';
import { statsPage } from './pages/stats.ts';
import { decideReply } from './reply.ts';
import { sendJson } from './send-json.ts';
import { sendReply } from './send-reply.ts';

type Page = (exchange: Exchange, context: InstanceContext) => void | Promise<void>;

/** For whoever runs the instance: they answer in every condition, and are in no count. */
const OPERATOR_PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['/_control', controlPage],
  ['/_stats', statsPage],
]);

/** They tell how the instance is, so no behaviour and no fault of the service touches them. */
const PROBES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['/healthz', healthPage],
  ['/readyz', readyPage],
]);

/** What a path is for. */
export type PathKind = 'operator' | 'probe' | 'service';

/** Which kind of page a path belongs to. */
export function kindOfPath(path: string): PathKind {
  if (OPERATOR_PAGES.has(path)) return 'operator';
  return PROBES.has(path) ? 'probe' : 'service';
}

/** Answers one request: operator's pages, then the condition of the instance, its probes, the condition of the
 *  service, its event stream, and at last whatever the request asks for. */
export async function handleRequest(exchange: Exchange, context: InstanceContext): Promise<void> {
  const { path } = exchange.target;
  const operatorPage = OPERATOR_PAGES.get(path);
  if (operatorPage !== undefined) return operate(operatorPage, exchange, context);
  if (!(await passInstance(exchange, context.condition))) return;
  const probe = PROBES.get(path);
  if (probe !== undefined) return probe(exchange, context);
  if (!(await passService(exchange, context.condition, context.clock))) return;
  if (path === '/sse') return eventStreamPage(exchange, context);
  return answer(exchange, context);
}

function operate(page: Page, exchange: Exchange, context: InstanceContext): void | Promise<void> {
  if (exchange.request.headers.via !== undefined && !context.remoteControl) {
    sendJson(exchange.response, 404, {
      error: 'not for requests that came through a proxy; see --remote-control',
    });
    return undefined;
  }
  return page(exchange, context);
}

async function answer(exchange: Exchange, { identity, clock }: InstanceContext): Promise<void> {
  const { request, response, target, gone } = exchange;
  const read = readAsked(request, target);
  if ('problems' in read) {
    sendJson(response, 400, { error: 'this cannot be asked for', problems: read.problems });
    return;
  }
  const { asked } = read;
  const body = asked.unread === true ? null : await exchange.readBody();
  if (body === undefined) return;
  if (asked.delay !== undefined && !(await clock.sleep(asked.delay, gone))) return;
  if (asked.reset === 'before') {
    exchange.reset();
    return;
  }
  if (asked.hang === 'before') {
    await stayAndHang(exchange, clock);
    return;
  }
  if (asked['early-hints'] === true) sendEarlyHints(exchange);
  const reply = decideReply(request, asked, () => echo(identity, request, target, body), clock.now());
  await sendReply(exchange, reply, asked, clock);
}
