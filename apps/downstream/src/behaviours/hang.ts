import { MAX_ASKED_MS } from '../limits.ts';
import type { Exchange } from '../exchange.ts';
import type { Clock } from '../clock.ts';
import { parseMoment } from './behaviour.ts';
import type { Behaviour, Moment } from './behaviour.ts';

/** Silence in place of the response, or of its second half. */
export const hang: Behaviour<Moment> = {
  example: '1',
  help: 'falls silent and keeps the connection open: before (or 1), or in the middle of the body',
  parse: parseMoment,
};

/** Stays silent until the client leaves; after a minute it gives up and resets. */
export async function stayAndHang(exchange: Exchange, clock: Clock): Promise<void> {
  if (await clock.sleep(MAX_ASKED_MS, exchange.gone)) exchange.reset();
}
