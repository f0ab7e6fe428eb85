import { combineReports } from './combine-reports.ts';
import type { PlaneReport, ServiceReport } from './service-report.ts';
import type { ServiceStats } from './service-stats.ts';

/** Knows which services have something new, so that thousands of idle ones cost a report nothing. */
export class PlaneStats {
  #dirty: ServiceStats[] = [];
  /** By name: services that a configuration has built anew, or dropped, while requests were with them. */
  readonly #replaced = new Map<string, Set<ServiceStats>>();
  /** Told when the next report should not wait; may come many times before that. */
  onUrgent: (() => void) | null = null;

  /** Called by a service at its first event after a report. */
  hasNews(stats: ServiceStats): void {
    this.#dirty.push(stats);
  }

  urgent(): void {
    this.onUrgent?.();
  }

  /** Another configuration has no such service, or another one of its name. Its requests are still counted. */
  replaced(stats: ServiceStats): void {
    if (stats.inFlight === 0) return;
    const others = this.#replaced.get(stats.name);
    if (others === undefined) this.#replaced.set(stats.name, new Set([stats]));
    else others.add(stats);
  }

  /**
   * What is new since the last call, in one report a service.
   * @param present the service of a name that new requests go to; `null` when it was removed
   */
  collect(present: (name: string) => ServiceStats | null): PlaneReport {
    const dirty = this.#dirty;
    this.#dirty = [];
    if (this.#replaced.size === 0) return { services: dirty.map((stats) => stats.collect()) };
    const services = Map.groupBy(dirty, ({ name }) => name);
    return { services: Array.from(services, ([name, some]) => this.#report(name, some, present(name))) };
  }

  /** Of all that has the name: what is in flight is so with either. The present one is last, since it knows best. */
  #report(name: string, dirty: readonly ServiceStats[], present: ServiceStats | null): ServiceReport {
    const replaced = this.#replaced.get(name);
    const all = new Set([...(replaced ?? []), ...dirty]);
    if (present !== null) {
      all.delete(present);
      all.add(present);
    }
    const report = Array.from(all, (stats) => stats.collect()).reduce(combineReports);
    for (const stats of replaced ?? []) if (stats.inFlight === 0) replaced?.delete(stats);
    if (replaced?.size === 0) this.#replaced.delete(name);
    return report;
  }
}
