import type { CreatePolicy } from './policy.ts';
import { TwoChoices } from './two-choices.ts';

/** More than any latency, so that one that is not measured yet waits for its first measurement. @unit ms */
const UNMEASURED_COST_MS = 1e9;

/**
 * Below this no latency is told from another, and what is in flight decides: a cost of 0 times any load would still be
 * 0, and an endpoint that was idle for long has decayed to nearly that.
 * @unit ms
 */
const MIN_LATENCY_MS = 0.1;

/**
 * Peak EWMA: least time. Of two random endpoints the one where a request costs less: the latency that it is believed
 * to have, times the requests that would then be in flight for its weight. O(log n) a pick, O(1) where all weights are
 * equal.
 *
 * A latency jumps up with the first slow answer, and comes down over time; see `PeakLatency`.
 * An endpoint without a measurement costs nothing while it is idle, and more than any other as soon as it has one
 * request: so each is measured once at the start, with all of them measuring it is least requests, and one that is new
 * and slow gets one request, not a flood.
 *
 * Finagle's cost is latency x (in flight + 1), and knows no weights. Here the two are drawn by weight already: so the
 * load counts for the weight, and the request to come does not, or an idle service would favour the heavy ones twice.
 *
 * @see Finagle, com.twitter.finagle.loadbalancer.PeakEwma; Linkerd, tower::load::PeakEwma
 */
export const createPeakEwma: CreatePolicy = (candidates, random) => {
  const meanWeight = candidates.reduce((sum, { weight }) => sum + weight, 0) / candidates.length;
  return new TwoChoices(candidates, random, (candidate, nowMs) => {
    const load = (candidate.inFlight * meanWeight) / candidate.weight;
    const latencyMs = candidate.latencyAt(nowMs);
    if (latencyMs === null) return load === 0 ? 0 : UNMEASURED_COST_MS * (load + 1);
    return Math.max(latencyMs, MIN_LATENCY_MS) * (load + 1);
  });
};
