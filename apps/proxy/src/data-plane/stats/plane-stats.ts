import type { PlaneReport } from './service-report.ts';
import type { ServiceStats } from './service-stats.ts';

/** Knows which services have something new, so that thousands of idle ones cost a report nothing. */
export class PlaneStats {
  #dirty: ServiceStats[] = [];
  /** Told when the next report should not wait; may come many times before that. */
  onUrgent: (() => void) | null = null;

  /** Called by a service at its first event after a report. */
  hasNews(stats: ServiceStats): void {
    this.#dirty.push(stats);
  }

  urgent(): void {
    this.onUrgent?.();
  }

  /** What is new since the last call. A service that was removed meanwhile reports a last time. */
  collect(): PlaneReport {
    const services = this.#dirty;
    this.#dirty = [];
    return { services: services.map((stats) => stats.collect()) };
  }
}
