/** Longest delay before the first retry; it doubles with each further one. */
const BASE_DELAY_MS = 25;
const MAX_DELAY_MS = 250;

/**
 * How long a retry of something that was sent waits: full jitter, a random part of 25 ms doubling to 250 ms.
 *
 * Also the first one waits, although it goes to another endpoint: all requests in flight on an endpoint fail in the
 * moment it dies, and without the jitter they would reach the others in one burst. It costs a failed request 12 ms.
 *
 * @param retry 1 for the first retry
 * @param random numbers in [0, 1)
 * @unit ms
 * @see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015
 */
export function retryDelayMs(retry: number, random: () => number): number {
  return random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (retry - 1));
}
