import type { CreatePolicy } from './policy.ts';
import { WeightedSampler } from './weighted-sampler.ts';

/**
 * Weighted random: each pick is independent of all others, so that many proxies in front of one service need no
 * agreement and never fall into step.
 *
 * O(log n) a pick, O(1) where all weights are equal. Like Envoy's `RANDOM`, it has no bias towards the endpoint after a
 * dead one.
 */
export const createRandom: CreatePolicy = (candidates, random) => {
  const sampler = new WeightedSampler(candidates, random);
  return { pick: (excluded) => sampler.draw(excluded) };
};
