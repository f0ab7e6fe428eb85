import type { BodySource } from '../body/body-source.ts';
import { MAX_ASKED_MS } from '../limits.ts';
import { parseDuration } from '../units/duration.ts';
import { once } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

const MAX_DRIPS = 20;

/** How long the whole body takes, sent in up to 20 even pieces. @unit ms */
export const drip: Behaviour<number> = {
  example: '5s',
  help: 'spreads the body evenly over this time, in up to 20 pieces',
  parse: once((value) => parseDuration(value, MAX_ASKED_MS)),
};

/** A piece of a body and the pause before it. */
export interface Drip {
  readonly pauseMs: number;
  readonly pieces: Iterable<Uint8Array>;
}

/** The body from its start to `end`, in even pieces over the share of `durationMs` that belongs to them. */
export function* drips(body: BodySource, end: number, durationMs: number): Generator<Drip> {
  const count = Math.min(MAX_DRIPS, body.size);
  for (let n = 0; n < count; n += 1) {
    const from = Math.floor((body.size * n) / count);
    const to = Math.min(end, Math.floor((body.size * (n + 1)) / count));
    if (to <= from) return;
    yield { pauseMs: durationMs / count, pieces: body.read(from, to) };
  }
}
