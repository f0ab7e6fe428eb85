import type { Observation } from './observations.ts';

/** How the proxy took an endpoint out that began to fail. */
export interface Ejection {
  /** From the begin of the fault to the last request that reached the endpoint first before it was out. @unit ms */
  readonly outAfterMs: number;
  /** Requests that reached it first until then. */
  readonly reached: number;
  /** Those later on: one at a time, to see whether it is back. */
  readonly trials: number;
  /** The longest that one of all these took. @unit ms */
  readonly slowestMs: number;
  /** Requests that were not answered 200. */
  readonly failed: number;
}

/** It is out when nothing reached it for this long; at 40 requests a second for each endpoint that is no chance. @unit ms */
const QUIET_MS = 200;

/** Reads it from the requests that started during a fault of `faultMs`. */
export function ejectionOf(observations: readonly Observation[], faultMs: number): Ejection {
  const during = observations
    .filter(({ startedMs }) => startedMs >= 0 && startedMs < faultMs)
    .toSorted((a, b) => a.startedMs - b.startedMs);
  const touched = during.filter(({ attempts }) => attempts > 1);
  const next = touched.findIndex(
    ({ startedMs }, at) => at > 0 && startedMs - (touched[at - 1]?.startedMs ?? 0) >= QUIET_MS,
  );
  const reached = next === -1 ? touched.length : next;
  return {
    outAfterMs: touched[reached - 1]?.startedMs ?? 0,
    reached,
    trials: touched.length - reached,
    slowestMs: Math.max(0, ...touched.map(({ durationMs }) => durationMs)),
    failed: during.filter(({ fine }) => !fine).length,
  };
}

/** How an endpoint came back after its fault. */
export interface Recovery {
  /** From the end of the fault to the first request that it answered; null if it did not. @unit ms */
  readonly firstMs: number | null;
  /** And to the second in which it answered at least 0.8 of its share; null if there was none. @unit ms */
  readonly shareMs: number | null;
}

const SHARE = 0.8;
const SHARE_WINDOW_MS = 1_000;

/** Reads it from the requests after a fault that ended at `faultMs`. @param share requests a second that are its part */
export function recoveryOf(
  observations: readonly Observation[],
  faultMs: number,
  instance: string,
  share: number,
): Recovery {
  const answered = observations
    .filter((each) => each.fine && each.instance === instance && each.startedMs >= faultMs)
    .map(({ startedMs }) => startedMs - faultMs)
    .toSorted((a, b) => a - b);
  const enough = Math.ceil(share * SHARE);
  const from = answered.find((startMs, at) => {
    const last = answered[at + enough - 1];
    return last !== undefined && last - startMs <= SHARE_WINDOW_MS;
  });
  return { firstMs: answered[0] ?? null, shareMs: from ?? null };
}
