import type { LimitsConfig } from '@hostler/config';

/**
 * One worker's part of what is meant for all of them together. Rounded up and never 0, so that `workers` parts may come
 * to a little more than the whole, and never to less.
 * @param workers processes that carry traffic  @minimum 1
 */
export function share(whole: number, workers: number): number {
  return Math.max(1, Math.ceil(whole / workers));
}

/** The limits as one worker keeps them. How long something waits and how large it may be is nobody's part. */
export function shareOfLimits(limits: LimitsConfig, workers: number): LimitsConfig {
  if (workers === 1) return limits;
  const { maxInFlight, maxInFlightPerEndpoint, queue, adaptiveConcurrency: adaptive } = limits;
  const part = (whole: number): number => share(whole, workers);
  return {
    ...limits,
    maxInFlight: maxInFlight === null ? null : part(maxInFlight),
    maxInFlightPerEndpoint: maxInFlightPerEndpoint === null ? null : part(maxInFlightPerEndpoint),
    queue: queue === null ? null : { ...queue, size: part(queue.size) },
    adaptiveConcurrency: adaptive === null ? null : { min: part(adaptive.min), max: part(adaptive.max) },
  };
}
