/** How far back requests count, and how long a retry stays spent. */
const WINDOW_SECONDS = 10;

export interface RetryBudgetOptions {
  /** Retries allowed for each 100 requests of the last 10 s. @minimum 0  @maximum 100 */
  readonly percent: number;
  /** Retries allowed on top, so that a service with little traffic has them too. @default 10 */
  readonly minPerSecond?: number;
  /** Processes that divide what is allowed on top. @default 1 */
  readonly workers?: number;
  /** Monotonic milliseconds. */
  readonly clock: { now(): number };
}

/**
 * Caps a service's retries at a share of its requests, so that an overload is never multiplied by them: with all
 * endpoints failing and three attempts a request, a service gets 20 % more requests instead of 200 %.
 *
 * Linkerd's shape (`retryRatio`, `minRetriesPerSecond`, `ttl`): what may be spent is counted over a window of 10 s,
 * the reserve included, so a quiet service may spend 100 retries in one second and then none for nine.
 *
 * Buckets of one second, the running one counted as a whole. O(1) in time and memory.
 */
export class RetryBudget {
  readonly #percent: number;
  readonly #reserve: number;
  readonly #clock: { now(): number };
  readonly #requests = new Float64Array(WINDOW_SECONDS);
  readonly #retries = new Float64Array(WINDOW_SECONDS);
  #requestsInWindow = 0;
  #retriesInWindow = 0;
  #second: number;

  constructor(options: RetryBudgetOptions) {
    this.#percent = options.percent;
    this.#reserve = Math.ceil(((options.minPerSecond ?? 10) * WINDOW_SECONDS) / (options.workers ?? 1));
    this.#clock = options.clock;
    this.#second = this.#currentSecond();
  }

  /** Counts a client's request; its retries do not count. */
  recordRequest(): void {
    add(this.#requests, this.#moveOn(), 1);
    this.#requestsInWindow += 1;
  }

  /** @returns whether one more retry may be made; if so it is spent */
  tryWithdraw(): boolean {
    if (this.balance < 1) return false;
    add(this.#retries, this.#moveOn(), 1);
    this.#retriesInWindow += 1;
    return true;
  }

  /** How many retries are left now. Below 0 when many were spent and the requests that paid for them are past. */
  get balance(): number {
    this.#moveOn();
    return Math.floor((this.#requestsInWindow * this.#percent) / 100 + this.#reserve - this.#retriesInWindow);
  }

  /** Drops the seconds that left the window. @returns the index of the running second's bucket */
  #moveOn(): number {
    const now = this.#currentSecond();
    const first = Math.max(this.#second + 1, now - WINDOW_SECONDS + 1);
    for (let second = first; second <= now; second++) {
      const bucket = second % WINDOW_SECONDS;
      this.#requestsInWindow -= take(this.#requests, bucket);
      this.#retriesInWindow -= take(this.#retries, bucket);
    }
    this.#second = now;
    return now % WINDOW_SECONDS;
  }

  #currentSecond(): number {
    return Math.floor(this.#clock.now() / 1_000);
  }
}

function add(buckets: Float64Array, bucket: number, amount: number): void {
  buckets[bucket] = (buckets[bucket] ?? 0) + amount;
}

function take(buckets: Float64Array, bucket: number): number {
  const amount = buckets[bucket] ?? 0;
  buckets[bucket] = 0;
  return amount;
}
