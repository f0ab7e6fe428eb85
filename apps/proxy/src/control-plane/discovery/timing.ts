/** A time to live below this is not worth a question of its own. @unit s */
const shortestTtlSeconds = 1;

/** A time to live above this would hide a change for too long. @unit s */
const longestTtlSeconds = 30;

/** For answers without a time to live: the system's, and empty ones, of which the resolver does not pass it on. @unit ms */
const withoutTtlMs = 5_000;

/** After a failure. A name server that is back is noticed this soon. @unit ms */
const retryMs = 1_000;

/** How long to start without an answer. @unit ms */
export const readyWithinMs = 2_000;

/** Random numbers in [0, 1). */
type Random = () => number;

/**
 * When to ask again after an answer, at most a tenth later than it lives, so that replicas that started together do not
 * ask together for ever.
 * @param ttlSeconds null when the answer did not say
 * @returns milliseconds
 */
export function refreshDelayMs(ttlSeconds: number | null, random: Random): number {
  const ms =
    ttlSeconds === null
      ? withoutTtlMs
      : Math.min(Math.max(ttlSeconds, shortestTtlSeconds), longestTtlSeconds) * 1_000;
  return Math.round(ms * (1 + 0.1 * random()));
}

/** When to ask again after a failure: up to half later than the shortest time. @returns milliseconds */
export function retryDelayMs(random: Random): number {
  return Math.round(retryMs * (1 + 0.5 * random()));
}
