import { OutlierDetector } from '@hostler/balancer';
import type { Ejection, OutlierDetectionOptions } from '@hostler/balancer';
import type { Logger } from 'pino';
import type { Clock, Timer } from '../../clock.ts';
import type { EndpointReport } from '../../data-plane/stats/service-report.ts';

/** What outlier detection needs besides its settings. */
export interface EjectionsParts {
  /** Of the service, for the log. */
  readonly service: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether another endpoint than this one would be left that may be picked. */
  readonly hasOther: (outlier: string) => boolean;
  /** Told of ejections that are over by time, or because too many other endpoints went. */
  readonly onOver: () => void;
}

/** Outlier detection with a clock, and a line in the log for each verdict: whom it has ejected comes back by itself. */
export class Ejections {
  readonly #detector: OutlierDetector;
  readonly #parts: EjectionsParts;
  /** When each ejection began, on the clock. */
  readonly #since = new Map<string, number>();
  #timer: Timer | null = null;

  constructor(options: OutlierDetectionOptions, parts: EjectionsParts) {
    this.#detector = new OutlierDetector(options);
    this.#parts = parts;
  }

  /** The service's endpoints are these now. */
  update(endpoints: ReadonlySet<string>): void {
    const surplus = this.#detector.endpoints(endpoints);
    this.#arm();
    this.#areOver(surplus);
  }

  /** Counts how attempts ended. @returns whether that led to an ejection */
  record(reports: readonly EndpointReport[]): boolean {
    const nowMs = this.#parts.clock.now();
    let isNew = false;
    for (const { name, counts } of reports) {
      const ejection = this.#detector.record(name, counts, nowMs, this.#parts.hasOther);
      if (ejection === null) continue;
      isNew = true;
      this.#since.set(name, nowMs);
      const { reason, times, untilMs } = ejection;
      const line = {
        service: this.#parts.service,
        endpoint: name,
        reason,
        forMs: Math.round(untilMs - nowMs),
        times,
      };
      this.#parts.logger.warn(line, 'an endpoint is ejected');
    }
    if (isNew) this.#arm();
    return isNew;
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
    this.#logOver(endpoint, 'a passing check');
    return true;
  }

  /** `null` when it is not ejected. */
  of(endpoint: string): Ejection | null {
    return this.#detector.ejection(endpoint);
  }

  /** Nobody is out. */
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
        : this.#parts.clock.setTimeout(() => this.#advance(), Math.max(0, nextMs - this.#parts.clock.now()));
  }

  #advance(): void {
    const over = this.#detector.advance(this.#parts.clock.now());
    this.#arm();
    this.#areOver(over);
  }

  #areOver(endpoints: readonly string[]): void {
    if (endpoints.length === 0) return;
    for (const endpoint of endpoints) this.#logOver(endpoint, 'time');
    this.#parts.onOver();
  }

  #logOver(endpoint: string, by: string): void {
    this.#since.delete(endpoint);
    const line = { service: this.#parts.service, endpoint, by };
    this.#parts.logger.info(line, 'the ejection of an endpoint is over');
  }
}
