import type { Endpoint, Outcome } from '@hostler/balancer';
import type { Clock } from '../../../clock.ts';

export interface HedgingOptions {
  /** How long an attempt may go without a final head before another one joins it. @unit ms  `p95`: what 95 % take. */
  readonly after: number | 'p95';
  /** How long an endpoint may leave a request without a final head. @unit ms  `null` is for ever. */
  readonly responseHeaderMs: number | null;
  /** A quantile of the service's latency, for `p95`. @returns `null` while too little is known  @unit ms */
  readonly quantileMs: (q: number) => number | null;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * When a second attempt joins the first, and what it means for an endpoint to lose against one.
 *
 * To be slower once is no fault. But an endpoint that hangs loses every time, long before its `responseHeader` timeout,
 * which alone would put it in backoff: each of its requests would wait for the hedge and spend the budget, for as
 * long as it hangs. So an endpoint that has lost for `responseHeader` and sent no head at all in that time counts as
 * one whose timeout has passed.
 */
export class Hedging {
  readonly #options: HedgingOptions;
  readonly #silences = new WeakMap<Endpoint, Silence>();

  constructor(options: HedgingOptions) {
    this.#options = options;
  }

  /** @returns `null` while there is no telling  @unit ms */
  get delayMs(): number | null {
    const { after, quantileMs } = this.#options;
    return after === 'p95' ? quantileMs(0.95) : after;
  }

  /** A final head came from the endpoint. */
  answered(endpoint: Endpoint): void {
    this.#silences.delete(endpoint);
  }

  /**
   * Another endpoint has answered, and this one's attempt is given up.
   * @param startedAt when that began, on the clock
   * @returns what its lease is to be released with
   */
  lost(endpoint: Endpoint, startedAt: number): Outcome {
    const { clock, responseHeaderMs } = this.#options;
    const nowMs = clock.now();
    const before = this.#silences.get(endpoint);
    // Attempts that overlap are one silence, and time in which nobody asked is none.
    const askedSince = before === undefined ? startedAt : Math.max(startedAt, before.untilMs);
    const silentMs = (before?.silentMs ?? 0) + nowMs - askedSince;
    this.#silences.set(endpoint, { silentMs, untilMs: nowMs });
    return responseHeaderMs !== null && silentMs >= responseHeaderMs ? 'header-timeout' : 'canceled';
  }
}

/** For how long an endpoint was asked and sent no head since its last one, and until when that is counted. */
interface Silence {
  readonly silentMs: number;
  readonly untilMs: number;
}
