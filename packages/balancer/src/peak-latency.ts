/** After this time without news, what was measured counts for 1/e of it. Finagle's and Linkerd's. @unit ms */
const DECAY_MS = 10_000;

/** A bad answer counts as one that took so many times as long as believed: it is known to be quick to fail. */
const FAILURE_FACTOR = 5;

/** A bad answer where nothing was believed. @unit ms */
const FIRST_FAILURE_MS = 1_000;

/** No failure counts for more, or an endpoint that is back would be shunned for minutes. @unit ms */
const MAX_FAILURE_MS = 10_000;

/**
 * How long an endpoint takes for a response head: an exponentially weighted average over time that is sensitive to
 * peaks. A measurement above what is believed replaces it at once. One below does not: only time brings it down, so that
 * a slow answer is not forgotten for a few fast ones, and an endpoint that gets nothing for being slow looks better by
 * and by, until it is tried again. It comes to the greatest of all measurements, each the less the older it is.
 *
 * @see Finagle, PeakEwma.Metric, where each look at the cost is a measurement of 0
 */
export class PeakLatency {
  #peak: { readonly ms: number; readonly atMs: number } | null = null;

  /** What it is believed to be; `null` before the first measurement. @unit ms */
  at(nowMs: number): number | null {
    return this.#peak === null ? null : this.#peak.ms * Math.exp((this.#peak.atMs - nowMs) / DECAY_MS);
  }

  /** A response head came after so long. */
  answered(ms: number, nowMs: number): void {
    const believedMs = this.at(nowMs);
    if (believedMs === null || ms >= believedMs) this.#peak = { ms, atMs: nowMs };
  }

  /** The answer was bad, and came, or did not, after so long. */
  failed(ms: number, nowMs: number): void {
    const believedMs = this.at(nowMs);
    const penaltyMs = believedMs === null ? FIRST_FAILURE_MS : believedMs * FAILURE_FACTOR;
    this.answered(Math.max(ms, Math.min(penaltyMs, MAX_FAILURE_MS)), nowMs);
  }

  /** Nobody waited for the answer any longer: it would have taken more than that. */
  abandoned(ms: number, nowMs: number): void {
    if (this.#peak !== null) this.answered(ms, nowMs);
  }

  /** Believes what another one does. */
  takeOver(other: PeakLatency): void {
    this.#peak = other.#peak;
  }

  /** What was measured no longer tells anything: the endpoint was away since. */
  forget(): void {
    this.#peak = null;
  }
}
