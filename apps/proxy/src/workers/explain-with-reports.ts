import type { ServiceView } from '../control-plane/views.ts';
import type { Explanation } from '../explain/explanation.ts';

/**
 * The primary carries no traffic: what is in flight at an endpoint, and whether it is available, is what the workers
 * have reported of it.
 */
export function explainWithReports(
  explanation: Explanation | null,
  viewOf: (service: string) => ServiceView | null,
): Explanation | null {
  if (explanation === null || explanation.outcome.kind !== 'service') return explanation;
  const { outcome } = explanation;
  const endpoints = new Map(viewOf(outcome.service)?.endpoints.map((view) => [view.address, view]));
  const candidates = outcome.candidates.map((candidate) => {
    const view = endpoints.get(candidate.endpoint);
    if (view === undefined) return candidate;
    const { inFlight, availability } = view;
    return { ...candidate, inFlight, availability };
  });
  return { ...explanation, outcome: { ...outcome, candidates } };
}
