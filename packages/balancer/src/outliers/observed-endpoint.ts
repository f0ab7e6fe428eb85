import { FailureWindow } from '../failure-window.ts';
import type { OutcomeCounts } from '../outcome-counts.ts';
import type { Ejection, EjectionReason, OutlierDetectionOptions } from './ejection.ts';

type State =
  | { readonly kind: 'watched'; readonly gatewayFailures: number; readonly localErrors: number }
  | { readonly kind: 'ejected'; readonly ejection: Ejection };

const WATCHED: State = { kind: 'watched', gatewayFailures: 0, localErrors: 0 };

/** What outlier detection remembers of one endpoint. */
export class ObservedEndpoint {
  readonly #options: OutlierDetectionOptions;
  readonly #window: FailureWindow | null;
  #state: State = WATCHED;
  #last: Ejection | null = null;

  constructor(options: OutlierDetectionOptions) {
    this.#options = options;
    this.#window = options.failureRatePercent === null ? null : new FailureWindow(options.windowMs);
  }

  get ejection(): Ejection | null {
    return this.#state.kind === 'ejected' ? this.#state.ejection : null;
  }

  /**
   * Counts what ended. Not while it is ejected: those requests began before, or were sent there for want of a better
   * one, and must not take it out again when it has just come back.
   * @returns what it should be ejected for, if anything.
   */
  count(counts: OutcomeCounts, nowMs: number): EjectionReason | null {
    const state = this.#state;
    if (state.kind === 'ejected') return null;
    // Both kinds of runs end with an answer that is no gateway failure, and not with the other kind of failure: an
    // endpoint that resets every other request and answers 503 to the rest is no better than one that does either.
    const answered = counts.success + counts.errorStatus;
    const localErrors = counts.reset + counts.connectFailure + counts.headerTimeout;
    const failures = counts.gatewayFailure + localErrors;
    if (answered + failures === 0) return null;
    const next: State = {
      kind: 'watched',
      gatewayFailures:
        answered === 0 ? state.gatewayFailures + counts.gatewayFailure : counts.trailingGatewayFailures,
      localErrors: answered === 0 ? state.localErrors + localErrors : counts.trailingLocalErrors,
    };
    this.#state = next;
    this.#window?.add(answered + failures, failures + counts.errorStatus, nowMs);
    return failures + counts.errorStatus === 0 ? null : this.#verdict(next);
  }

  eject(reason: EjectionReason, nowMs: number): Ejection {
    const { baseEjectionMs, maxEjectionMs } = this.#options;
    // Counting on at the longest ejection would make the way back down as long as the trouble was.
    const most = Math.ceil(maxEjectionMs / baseEjectionMs);
    const times = Math.min(this.#remembered(nowMs) + 1, most);
    const ejection = { reason, times, untilMs: nowMs + Math.min(baseEjectionMs * times, maxEjectionMs) };
    this.#state = { kind: 'ejected', ejection };
    this.#last = ejection;
    this.#window?.clear();
    return ejection;
  }

  readmit(): void {
    this.#state = WATCHED;
  }

  #verdict(state: Extract<State, { kind: 'watched' }>): EjectionReason | null {
    const { consecutiveFailures, failureRatePercent, minRequests } = this.#options;
    if (state.gatewayFailures >= consecutiveFailures) return 'gateway-failures';
    if (state.localErrors >= consecutiveFailures) return 'local-errors';
    if (failureRatePercent === null || this.#window === null) return null;
    return this.#window.reaches(failureRatePercent, minRequests) ? 'failure-rate' : null;
  }

  /**
   * How many earlier ejections still count: one fewer for every window since the end that the last one was given. By
   * that end also when a check brought it back earlier, or checks that see no fault would keep ejections short forever.
   * @see Envoy, which takes one off `eject_time_backoff` in every interval without an ejection
   */
  #remembered(nowMs: number): number {
    if (this.#last === null) return 0;
    const windows = Math.floor((nowMs - this.#last.untilMs) / this.#options.windowMs);
    return Math.max(0, this.#last.times - Math.max(0, windows));
  }
}
