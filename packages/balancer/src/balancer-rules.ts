import type { BackoffOptions } from './backoff.ts';
import type { BalancerOptions } from './balancer-options.ts';
import type { EndpointRules } from './managed-endpoint.ts';
import { Panic } from './panic.ts';

/** The options, checked and complete, as endpoints see them. */
export interface BalancerRules extends EndpointRules {
  readonly panic: Panic;
}

/** 250 ms doubling to 10 s: short enough for a restart, long enough not to feed a dead endpoint. */
const DEFAULT_BACKOFF: BackoffOptions = { baseMs: 250, maxMs: 10_000 };

/** @throws RangeError for an option out of range */
export function toRules(options: BalancerOptions): BalancerRules {
  const backoff = options.backoff ?? DEFAULT_BACKOFF;
  if (!(backoff.baseMs >= 1 && backoff.maxMs >= backoff.baseMs)) {
    throw new RangeError(
      `backoff: got ${backoff.baseMs} to ${backoff.maxMs} ms, expected at least 1 and not falling`,
    );
  }
  const badAnswers = options.badAnswersToBackOff ?? null;
  if (badAnswers !== null && !(badAnswers >= 1)) {
    throw new RangeError(`badAnswersToBackOff: got ${badAnswers}, expected at least 1`);
  }
  const slowStartMs = options.slowStartMs ?? null;
  if (slowStartMs !== null && !(slowStartMs > 0 && Number.isFinite(slowStartMs))) {
    throw new RangeError(`slowStartMs: got ${slowStartMs}, expected a number above 0`);
  }
  const maxInFlight = options.maxInFlightPerEndpoint ?? null;
  if (maxInFlight !== null && !(maxInFlight >= 1)) {
    throw new RangeError(`maxInFlightPerEndpoint: got ${maxInFlight}, expected at least 1`);
  }
  const panicPercent = options.panicThresholdPercent ?? 0;
  if (!(panicPercent >= 0 && panicPercent <= 100)) {
    throw new RangeError(`panicThresholdPercent: got ${panicPercent}, expected 0 to 100`);
  }
  return {
    backoff: { ...backoff, badAnswers },
    slowStartMs,
    maxInFlight: maxInFlight ?? Infinity,
    measuresLatency: options.policy === 'peak-ewma',
    clock: options.clock,
    panic: new Panic(panicPercent),
  };
}
