/** How many checks in a row change an endpoint's health. */
export interface HealthTrackerOptions {
  /** Passes in a row that make an unhealthy endpoint healthy. @minimum 1  @see HAProxy `rise` */
  readonly rise: number;
  /** Failures in a row that make a healthy endpoint unhealthy. @minimum 1  @see HAProxy `fall` */
  readonly fall: number;
}

/**
 * What the active checks say of an endpoint:
 * `unknown` - none ended yet; it is used as if it were healthy;
 * `healthy` - with how many checks in a row that failed since the last pass, fewer than `fall`;
 * `unhealthy` - with how many in a row that passed since the last failure, fewer than `rise`.
 */
export type HealthState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'healthy'; readonly failures: number }
  | { readonly kind: 'unhealthy'; readonly passes: number };

const UNKNOWN: HealthState = { kind: 'unknown' };
const HEALTHY: HealthState = { kind: 'healthy', failures: 0 };
const UNHEALTHY: HealthState = { kind: 'unhealthy', passes: 0 };

/**
 * The health of one endpoint by its active checks.
 *
 * The first check decides alone, in both directions: of an endpoint that nothing is known about, one result is the
 * best there is, and a process that starts while an endpoint is dead should not send it requests for `fall` intervals.
 */
export class HealthTracker {
  readonly #options: HealthTrackerOptions;
  #state: HealthState = UNKNOWN;

  constructor(options: HealthTrackerOptions) {
    this.#options = options;
  }

  get state(): HealthState {
    return this.#state;
  }

  /** The next results decide something, so they should come soon: not settled in either state. */
  get changing(): boolean {
    const state = this.#state;
    if (state.kind === 'unknown') return true;
    return (state.kind === 'healthy' ? state.failures : state.passes) > 0;
  }

  /** A check passed. @returns whether the kind of its state is another one now. */
  passed(): boolean {
    const state = this.#state;
    const passes = state.kind === 'unhealthy' ? state.passes + 1 : this.#options.rise;
    return this.#become(passes >= this.#options.rise ? HEALTHY : { kind: 'unhealthy', passes });
  }

  /** A check failed or had no answer in time. @returns whether the kind of its state is another one now. */
  failed(): boolean {
    const state = this.#state;
    const failures = state.kind === 'healthy' ? state.failures + 1 : this.#options.fall;
    return this.#become(failures >= this.#options.fall ? UNHEALTHY : { kind: 'healthy', failures });
  }

  #become(state: HealthState): boolean {
    const changed = state.kind !== this.#state.kind;
    this.#state = state;
    return changed;
  }
}
