/** What a policy sees of an endpoint: no address, no health, no HTTP. */
export interface Candidate {
  /** Tells it from the others, on every machine alike. */
  readonly name: string;
  /** Above 0; fixed for as long as the policy lives. */
  readonly weight: number;
  /** Requests in flight at this moment. */
  readonly inFlight: number;
  /** How long a response head of it is believed to take; `null` when nothing is known. @unit ms */
  latencyAt(nowMs: number): number | null;
}

/** Those that may not be picked this time, by their index in the list of candidates. */
export interface Excluded {
  has(index: number): boolean;
  /** All of them: O(excluded), where asking `has` of each candidate is O(n). */
  indexes(): readonly number[];
}

/** Requests in flight on all candidates together. */
export interface Load {
  readonly inFlight: number;
}

/** Chooses one of a fixed list of candidates. May keep state between picks; one policy serves one service. */
export interface Policy {
  /**
   * @param excluded `null` when all candidates may be picked, which is the case that has to be fast
   * @param hash uint32 of what the request is keyed by; `null` when it has none
   * @param nowMs on the clock that latencies are measured by
   * @returns the candidate's index, or -1 when all are excluded
   */
  pick(excluded: Excluded | null, hash: number | null, nowMs: number): number;
}

/** Makes a policy for a list of candidates. `random` gives numbers in [0, 1). */
export type CreatePolicy = (candidates: readonly Candidate[], random: () => number, load: Load) => Policy;
