import { OutlierDetector } from '@hostler/balancer';
import type { Ejection, OutcomeCounts, OutlierDetectionOptions } from '@hostler/balancer';
import type { Clock, Timer } from '../../clock.ts';

/** Outlier detection with a clock: whom it has ejected comes back by itself. */
export class Ejections {
  readonly #detector: OutlierDetector;
  readonly #clock: Clock;
  readonly #onOver: (endpoints: readonly string[]) => void;
  /** When each ejection began, on the clock. */
  readonly #since = new Map<string, number>();
  #timer: Timer | null = null;

  /** @param onOver told of endpoints whose ejection is over by time, or because too many others went */
  constructor(
    options: OutlierDetectionOptions,
    clock: Clock,
    onOver: (endpoints: readonly string[]) => void,
  ) {
    this.#detector = new OutlierDetector(options);
    this.#clock = clock;
    this.#onOver = onOver;
  }

  /** The service's endpoints are these now. */
  update(endpoints: ReadonlySet<string>): void {
    const surplus = this.#detector.endpoints(endpoints);
    this.#arm();
    if (surplus.length > 0) this.#onOver(surplus);
  }

  /**
   * Counts how attempts at an endpoint ended.
   * @param mayEject whether another one would be left
   * @returns the ejection that this led to
   */
  record(endpoint: string, counts: OutcomeCounts, mayEject: (endpoint: string) => boolean): Ejection | null {
    const nowMs = this.#clock.now();
    const ejection = this.#detector.record(endpoint, counts, nowMs, mayEject);
    if (ejection !== null) {
      this.#since.set(endpoint, nowMs);
      this.#arm();
    }
    return ejection;
  }

  /**
   * A check passed that was begun at `startedAtMs`: it tells nothing of an ejection that began after it.
   * @returns whether that ends an ejection
   */
  readmit(endpoint: string, startedAtMs: number): boolean {
    if (this.#detector.ejection(endpoint) === null) return false;
    if (startedAtMs < (this.#since.get(endpoint) ?? 0)) return false;
    this.#detector.readmit(endpoint);
    this.#arm();
    return true;
  }

  /** `null` when it is not ejected. */
  of(endpoint: string): Ejection | null {
    return this.#detector.ejection(endpoint);
  }

  get isEmpty(): boolean {
    return this.#detector.nextChangeAtMs === null;
  }

  close(): void {
    this.#timer?.close();
  }

  /** One timer, while anyone is out. */
  #arm(): void {
    this.#timer?.close();
    const nextMs = this.#detector.nextChangeAtMs;
    this.#timer =
      nextMs === null
        ? null
        : this.#clock.setTimeout(() => this.#advance(), Math.max(0, nextMs - this.#clock.now()));
  }

  #advance(): void {
    const over = this.#detector.advance(this.#clock.now());
    this.#arm();
    if (over.length > 0) this.#onOver(over);
  }
}
