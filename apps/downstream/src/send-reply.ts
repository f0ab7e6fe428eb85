import { drips } from './behaviours/drip.ts';
import { setFraming } from './behaviours/framing.ts';
import type { Framing } from './behaviours/framing.ts';
import { stayAndHang } from './behaviours/hang.ts';
import type { Asked } from './behaviours/registry.ts';
import { hasBody } from './behaviours/status.ts';
import { bodyMeter, TRAILER_NAMES } from './behaviours/trailers.ts';
import type { BodyMeter } from './behaviours/trailers.ts';
import type { Clock } from './clock.ts';
import { drained } from './drained.ts';
import type { Exchange } from './exchange.ts';
import type { Reply } from './reply.ts';

/** Sends a response as it was asked for: framed, dripping, cut short or with trailers. */
export async function sendReply(exchange: Exchange, reply: Reply, asked: Asked, clock: Clock): Promise<void> {
  const { response } = exchange;
  const withBody = hasBody(exchange.request.method ?? '', reply.status);
  const meter = asked.trailers === true && withBody ? bodyMeter() : undefined;
  setHead(exchange, reply, asked, meter !== undefined);

  const fault = faultInBody(asked);
  const end = fault === undefined ? reply.body.size : Math.floor(reply.body.size / 2);
  if (fault !== undefined || asked.drip !== undefined) response.flushHeaders();
  const sent = !withBody || (await sendBody(exchange, reply, end, asked.drip, meter, clock));
  if (!sent) return;

  if (fault === undefined) {
    if (meter !== undefined) response.addTrailers(meter.fields());
    response.end();
    return;
  }
  await exchange.flushed();
  if (fault === 'reset') exchange.reset();
  else if (fault === 'truncate') exchange.hangUp();
  else await stayAndHang(exchange, clock);
}

function setHead({ request, response }: Exchange, reply: Reply, asked: Asked, withTrailers: boolean): void {
  response.statusCode = reply.status;
  if (reply.contentType !== undefined) response.setHeader('Content-Type', reply.contentType);
  const names = new Set(reply.fields.map(([name]) => name.toLowerCase()));
  for (const name of names) {
    const values = reply.fields.filter(([other]) => other.toLowerCase() === name);
    response.setHeader(
      values[0]?.[0] ?? name,
      values.length === 1 ? (values[0]?.[1] ?? '') : values.map(([, v]) => v),
    );
  }
  // RFC 9110 8.6: none with a 204, and a 304 would have to name the length of what it does not send.
  if (reply.status === 204 || reply.status === 304) return;
  const framing = framingOf(asked, request.httpVersion);
  setFraming(response, framing, reply.status === 205 ? 0 : reply.body.size);
  if (withTrailers && framing === 'chunked') response.setHeader('Trailer', TRAILER_NAMES);
}

function framingOf(asked: Asked, httpVersion: string): Framing {
  if (asked['close-delimited'] === true) return 'close';
  if (asked.chunked !== true && asked.trailers !== true) return 'length';
  // HTTP/1.0 knows no chunks (RFC 9112 6.1).
  return httpVersion === '1.0' ? 'close' : 'chunked';
}

function faultInBody(asked: Asked): 'reset' | 'hang' | 'truncate' | undefined {
  if (asked.reset === 'middle') return 'reset';
  if (asked.hang === 'middle') return 'hang';
  return asked.truncate === true ? 'truncate' : undefined;
}

/** False when the client left before all of it was written. */
async function sendBody(
  exchange: Exchange,
  { body }: Reply,
  end: number,
  dripMs: number | undefined,
  meter: BodyMeter | undefined,
  clock: Clock,
): Promise<boolean> {
  if (dripMs === undefined) return sendPieces(exchange, body.read(0, end), meter);
  for (const { pauseMs, pieces } of drips(body, end, dripMs)) {
    if (!(await clock.sleep(pauseMs, exchange.gone))) return false;
    if (!(await sendPieces(exchange, pieces, meter))) return false;
  }
  return true;
}

async function sendPieces(
  { response, gone }: Exchange,
  pieces: Iterable<Uint8Array>,
  meter: BodyMeter | undefined,
): Promise<boolean> {
  for (const piece of pieces) {
    if (gone.aborted) return false;
    meter?.add(piece);
    if (!response.write(piece)) await drained(response, gone);
  }
  return !gone.aborted;
}
