import type { CreatePolicy } from './policy.ts';
import { TwoChoices } from './two-choices.ts';

/**
 * Least requests: of two random endpoints the one with fewer requests in flight for its weight. O(log n) a pick, O(1)
 * where all weights are equal.
 *
 * @see TwoChoices
 */
export const createLeastRequests: CreatePolicy = (candidates, random) =>
  new TwoChoices(candidates, random, ({ inFlight, weight }) => inFlight / weight);
