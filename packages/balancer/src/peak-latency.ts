/** After this time without news, what was measured counts for 1/e of it. Finagle's and Linkerd's. @unit ms */
const DECAY_MS = 10_000;

/** A bad answer counts as one that took so many times as long as believed: it is known to be quick to fail. */
const FAILURE_FACTOR = 5;

/** A bad answer where nothing was believed. @unit ms */
const FIRST_FAILURE_MS = 1_000;

/** No failure counts for more, or an endpoint that is back would be shunned for minutes. @unit ms */
const MAX_FAILURE_MS = 10_000;

/**
 * How long an endpoint takes for a response head: an exponentially weighted moving average over time, sensitive to
 * peaks. A measurement above it replaces it at once; those below bring it down, and so does time itself: an endpoint
 * that was slow and gets nothing for it looks better by and by, until it is tried again.
 *
 * @see Finagle, PeakEwma.Metric
 */
export class PeakLatency {
  #measured: { readonly ms: number; readonly atMs: number } | null = null;

  /** What it is believed to be; `null` before the first measurement. @unit ms */
  at(nowMs: number): number | null {
    const measured = this.#measured;
    return measured === null ? null : measured.ms * decay(measured.atMs, nowMs);
  }

  /** A response head came after so long. */
  answered(ms: number, nowMs: number): void {
    const measured = this.#measured;
    if (measured === null || ms >= measured.ms) {
      this.#measured = { ms, atMs: nowMs };
      return;
    }
    const share = decay(measured.atMs, nowMs);
    this.#measured = { ms: measured.ms * share + ms * (1 - share), atMs: nowMs };
  }

  /** The answer was bad, and came, or did not, after so long. */
  failed(ms: number, nowMs: number): void {
    const believedMs = this.at(nowMs);
    const penaltyMs = believedMs === null ? FIRST_FAILURE_MS : believedMs * FAILURE_FACTOR;
    this.answered(Math.max(ms, Math.min(penaltyMs, MAX_FAILURE_MS)), nowMs);
  }

  /** Nobody waited for the answer any longer: it would have taken more than that. */
  abandoned(ms: number, nowMs: number): void {
    const believedMs = this.at(nowMs);
    if (believedMs !== null && ms > believedMs) this.answered(ms, nowMs);
  }

  /** What was measured no longer tells anything: the endpoint was away since. */
  forget(): void {
    this.#measured = null;
  }
}

function decay(fromMs: number, nowMs: number): number {
  return Math.exp((fromMs - nowMs) / DECAY_MS);
}
