import { setTimeout as delay } from 'node:timers/promises';

/** How requests arrive. */
export interface ArrivalOptions {
  readonly perSecond: number;
  /** Requests under way at once, at most: what would be more is left out. */
  readonly maxInFlight: number;
  /** Sends one and resolves when it is over; it must not reject. */
  readonly sendOne: () => Promise<void>;
}

/** Requests that arrive whether or not the ones before were answered, as those of independent clients do. */
export interface Arrivals {
  /** Left out because too many were under way. */
  readonly leftOut: number;
  /** Lets nothing more arrive, and waits for those under way. */
  stop(): Promise<void>;
}

const TICK_MS = 5;

/** Begins at once. */
export function startArrivals({ perSecond, maxInFlight, sendOne }: ArrivalOptions): Arrivals {
  const startedMs = performance.now();
  const underWay = new Set<Promise<void>>();
  let [due, leftOut] = [0, 0];
  const timer = setInterval(() => {
    const dueNow = Math.floor(((performance.now() - startedMs) / 1_000) * perSecond);
    for (; due < dueNow; due += 1) {
      if (underWay.size >= maxInFlight) {
        leftOut += 1;
        continue;
      }
      const sent = sendOne();
      underWay.add(sent);
      void sent.then(() => underWay.delete(sent));
    }
  }, TICK_MS);
  return {
    get leftOut() {
      return leftOut;
    },
    async stop() {
      clearInterval(timer);
      while (underWay.size > 0) await Promise.race([Promise.all(underWay), delay(TICK_MS)]);
    },
  };
}
