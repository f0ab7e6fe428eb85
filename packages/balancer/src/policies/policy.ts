/** What a policy sees of an endpoint: no address, no health, no HTTP. */
export interface Candidate {
  /** Above 0; fixed for as long as the policy lives. */
  readonly weight: number;
  /** Requests in flight at this moment. */
  readonly inFlight: number;
}

/** Says of a candidate's index that it may not be picked this time. */
export type Excluded = (index: number) => boolean;

/** Chooses one of a fixed list of candidates. May keep state between picks; one policy serves one service. */
export interface Policy {
  /**
   * @param excluded `null` when all candidates may be picked, which is the case that has to be fast
   * @returns the candidate's index, or -1 when all are excluded
   */
  pick(excluded: Excluded | null): number;
}

/** Makes a policy for a list of candidates. `random` gives numbers in [0, 1). */
export type CreatePolicy = (candidates: readonly Candidate[], random: () => number) => Policy;
