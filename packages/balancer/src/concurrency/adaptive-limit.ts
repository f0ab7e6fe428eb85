/** Between what the limit moves. */
export interface AdaptiveLimitOptions {
  /** @minimum 1 */
  readonly min: number;
  /** @minimum `min` */
  readonly max: number;
}

/** How much slower than its baseline a service may answer before the limit goes down. */
const TOLERANCE = 1.5;
/** How much of the way to a new estimate one window goes. */
const SMOOTHING = 0.2;
/** What is left of the limit after a window with drops. */
const AFTER_DROPS = 0.9;
/** Too few latencies for an average that means something. */
const MIN_SAMPLES = 10;
/** How much of a window's average the baseline takes over, and how much of a probe that found it higher. */
const BASELINE_WEIGHT = 0.1;
const PROBE_WEIGHT = 0.5;
/**
 * Windows at the limit before the baseline is measured again, and while it is not known well. A limit that starts ten
 * times too high is near a capacity of 20 after some 13,000 requests; with 30 windows always it took 35,000.
 */
const WINDOWS_BETWEEN_PROBES = 30;
const WINDOWS_BEFORE_NEXT_PROBE = 5;
/** A probe that found it lower than this share of what was believed says that it was not known well. */
const CONFIRMED = 0.9;

/** `draining`: the limit is halved and what was sent before comes to its end. `probing`: latencies are those of half the limit. */
type Phase =
  | { readonly kind: 'steady'; readonly windowsLeft: number }
  | { readonly kind: 'draining' }
  | { readonly kind: 'probing' };

const UNSURE: Phase = { kind: 'steady', windowsLeft: WINDOWS_BEFORE_NEXT_PROBE };
const SURE: Phase = { kind: 'steady', windowsLeft: WINDOWS_BETWEEN_PROBES };

/**
 * Finds how many requests a service works on at once before they only queue there: latency above the baseline lowers
 * the limit, latency at the baseline lets it grow by a fifth of its square root, per window of about one round trip.
 *
 * This is gradient2 of Netflix's concurrency-limits: averages, since HTTP requests are too unlike for a minimum, and
 * growth only while at least half of the limit is used. Two things differ. Drops (time-outs, refusals for overload)
 * lower it too, by a tenth per window that has any, as AIMD does. And gradient2's baseline follows
 * the latency that its own limit causes, so that a service that is always full drifts to `max`; here latencies at the
 * limit only lower the baseline, and every 30 windows, sooner while that finds something new, the limit is halved for
 * two to measure it without a queue.
 *
 * O(1) per request, without allocation.
 * @see https://github.com/Netflix/concurrency-limits, Gradient2Limit; Envoy's adaptive concurrency filter for probing
 */
export class AdaptiveLimit {
  readonly #options: AdaptiveLimitOptions;
  #estimate: number;
  #baselineMs: number | null = null;
  #phase: Phase = UNSURE;
  // The window in progress.
  #samples = 0;
  #drops = 0;
  #latencySumMs = 0;
  #mostInFlight = 0;

  /** Starts at the geometric mean of both ends: neither far too small for a busy service nor far too large. */
  constructor(options: AdaptiveLimitOptions) {
    this.#options = options;
    this.#estimate = Math.sqrt(options.min * options.max);
  }

  /** How many may be in flight now. An integer, `min` to `max`. */
  get limit(): number {
    const share = this.#phase.kind === 'steady' ? 1 : 0.5;
    return Math.max(this.#options.min, Math.floor(this.#estimate * share));
  }

  /**
   * A request ended.
   * @param latencyMs Until its final head; a body's length says nothing of how busy a service is. Of a dropped one it
   * does not count.
   * @param inFlight How many were in flight with it, itself included.
   * @param dropped It was not answered in time, or refused for overload.
   */
  record(latencyMs: number, inFlight: number, dropped: boolean): void {
    this.#samples += 1;
    if (dropped) this.#drops += 1;
    else this.#latencySumMs += latencyMs;
    if (inFlight > this.#mostInFlight) this.#mostInFlight = inFlight;
    // As many ends as were in flight are one round trip.
    if (this.#samples >= Math.max(MIN_SAMPLES, this.#mostInFlight)) this.#endWindow();
  }

  #endWindow(): void {
    const answered = this.#samples - this.#drops;
    const averageMs = answered === 0 ? null : this.#latencySumMs / answered;
    const atLimit = this.#mostInFlight * 2 >= this.#estimate;
    if (this.#drops > 0) this.#set(this.#estimate * AFTER_DROPS);
    else if (averageMs !== null) this.#judge(averageMs, atLimit);
    this.#samples = 0;
    this.#drops = 0;
    this.#latencySumMs = 0;
    this.#mostInFlight = 0;
  }

  #judge(averageMs: number, atLimit: boolean): void {
    switch (this.#phase.kind) {
      case 'draining':
        this.#phase = { kind: 'probing' };
        return;
      case 'probing':
        this.#phase = this.#probed(averageMs);
        return;
      case 'steady':
        if (!atLimit || averageMs < (this.#baselineMs ?? Infinity)) this.#learn(averageMs, BASELINE_WEIGHT);
        if (!atLimit) return;
        this.#follow(averageMs, this.#baselineMs ?? averageMs);
        this.#phase =
          this.#phase.windowsLeft > 1
            ? { kind: 'steady', windowsLeft: this.#phase.windowsLeft - 1 }
            : { kind: 'draining' };
    }
  }

  /** What half the limit was answered in. A lower latency is nearer to the truth for sure, a higher one may be chance. */
  #probed(averageMs: number): Phase {
    const believedMs = this.#baselineMs ?? averageMs;
    this.#learn(averageMs, averageMs < believedMs ? 1 : PROBE_WEIGHT);
    return averageMs < believedMs * CONFIRMED ? UNSURE : SURE;
  }

  #learn(averageMs: number, weight: number): void {
    const baselineMs = this.#baselineMs ?? averageMs;
    this.#baselineMs = baselineMs + (averageMs - baselineMs) * weight;
  }

  /** The formula of gradient2, with the square root as the queue that is allowed for, as in Envoy's. */
  #follow(averageMs: number, baselineMs: number): void {
    // A single window takes at most a tenth, however slow it was. Latencies of 0 ms are no queue.
    const gradient = averageMs === 0 ? 1 : Math.max(0.5, Math.min(1, (TOLERANCE * baselineMs) / averageMs));
    const target = this.#estimate * gradient + Math.sqrt(this.#estimate);
    this.#set(this.#estimate + (target - this.#estimate) * SMOOTHING);
  }

  #set(estimate: number): void {
    this.#estimate = Math.max(this.#options.min, Math.min(this.#options.max, estimate));
  }
}
