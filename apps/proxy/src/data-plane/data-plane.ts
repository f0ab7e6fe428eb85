import type { Config, ServiceConfig } from '@hostler/config';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccessLog } from '../telemetry/access-log.ts';
import { guardOverload } from './admission/overload-guard.ts';
import type { OverloadGuard } from './admission/overload-guard.ts';
import type { ConfigChange } from './config-change.ts';
import type { OpenRequest } from './open-request.ts';
import { RestartCheck } from './restart-check.ts';
import { Roster } from './roster.ts';
import { Service } from './service.ts';
import { Slices } from './slices.ts';
import { SnapshotBuilder } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { PlaneStats } from './stats/plane-stats.ts';
import type { PlaneReport } from './stats/service-report.ts';

export type { Snapshot } from './snapshot.ts';

/** A configuration that is compiled and not in use yet. Costs nothing to drop, but for `discard`. */
export interface Prepared {
  readonly snapshot: Snapshot;
  readonly change: ConfigChange;
  /** What it was compiled against; it cannot follow any other. */
  readonly before: Snapshot;
  /** What ends with `before`. */
  readonly replaced: readonly Service[];
  /** What would never be used without `commit`. */
  readonly built: readonly Service[];
}

/** What the data plane is made of besides its configuration. */
export interface DataPlaneParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  /** @returns `null` when turned off */
  readonly accessLog: (enabled: boolean) => AccessLog | null;
  /** Processes that carry traffic, this one included: limits are meant for all of them together. @default 1 */
  readonly workers?: number;
}

/** The running data plane: the snapshot that new requests go by, and the requests that are under way. */
export class DataPlane {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly open = new Roster<OpenRequest>();
  /** Shutting down: still serving, but every response ends its connection and the health path says 503. */
  draining = false;
  /** Nothing new is accepted any more: a WebSocket whose handshake is only now over has to go at once. */
  stopping = false;
  readonly #parts: DataPlaneParts;
  readonly #restart: RestartCheck;
  readonly #stats = new PlaneStats();
  #accessLog: AccessLog | null;
  #overload: OverloadGuard | null = null;
  #snapshot: Snapshot;
  /** Services that were replaced and are yet to be closed. */
  readonly #retiring = new Set<Service>();
  /** Who waits for the last open request to end. */
  readonly #onIdle: (() => void)[] = [];

  constructor(config: Config, parts: DataPlaneParts) {
    this.clock = parts.clock;
    this.logger = parts.logger;
    this.#parts = parts;
    this.#restart = new RestartCheck(config);
    this.#accessLog = parts.accessLog(config.accessLog.enabled);
    this.#overload = this.#guard(config.overload.maxLagMs);
    this.#snapshot = this.#compile(config);
  }

  /** What new requests go by. A request keeps the one that it began with. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** `null` while access lines are off. */
  get accessLog(): AccessLog | null {
    return this.#accessLog;
  }

  /** Who turns requests away while there is too much to do; `null` when nobody does. */
  get overload(): OverloadGuard | null {
    return this.#overload;
  }

  /**
   * Compiles a configuration in slices, between which the present one is served. Services whose effective configuration
   * is the same are taken over as they are.
   */
  async prepare(config: Config, slices: Slices = new Slices()): Promise<Prepared> {
    const before = this.#snapshot;
    const builder = this.#builder(config, before);
    for (const service of config.services) {
      builder.add(service);
      if (slices.over) await slices.next();
    }
    return this.#finish(builder, before);
  }

  /**
   * Switches to it between two requests. Requests and WebSockets that are open end by the snapshot they began with. A
   * service that takes the place of another one takes over its connections; what is left of those is closed afterwards.
   * @throws Error when another one was committed since it was prepared
   */
  commit(prepared: Prepared): ConfigChange {
    if (prepared.before !== this.#snapshot) {
      throw new Error('the configuration was prepared against one that is no longer in use');
    }
    const { accessLog, overload } = prepared.snapshot.config;
    for (const before of prepared.replaced) prepared.snapshot.services.get(before.name)?.takeOver(before);
    this.#snapshot = prepared.snapshot;
    this.#accessLog = this.#parts.accessLog(accessLog.enabled);
    this.#overload = this.#guard(overload.maxLagMs);
    void this.#retire(prepared.replaced);
    return prepared.change;
  }

  /** Closes what a configuration that is not to be used has built. */
  discard(prepared: Prepared): void {
    void this.#retire(prepared.built);
  }

  /** What the services have counted since the last call; those that have nothing new are left out. */
  collect(): PlaneReport {
    return this.#stats.collect((name) => this.#snapshot.services.get(name)?.stats ?? null);
  }

  /** Who is told that the next `collect` should not wait. */
  set onUrgent(listener: (() => void) | null) {
    this.#stats.onUrgent = listener;
  }

  /** The request is recorded; the last one to end lets a shutdown go on. */
  closed(request: OpenRequest): void {
    this.open.delete(request);
    if (this.open.size > 0) return;
    for (const resume of this.#onIdle.splice(0)) resume();
  }

  /** @returns once no request is open */
  idle(): Promise<void> {
    if (this.open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  /** Ends every connection to an endpoint that is not in use, and measures nothing any more. */
  close(): void {
    this.#overload?.stop();
    for (const service of this.#retiring) service.close();
    for (const service of this.#snapshot.services.values()) service.close();
  }

  #guard(maxLagMs: number | null): OverloadGuard | null {
    return guardOverload(maxLagMs, this.clock, this.#overload, (priority, isShedding, lagMs) => {
      const facts = { priority, lagMs: Math.round(lagMs), maxLagMs };
      if (isShedding) this.logger.warn(facts, 'overloaded: new requests of this priority are turned away');
      else this.logger.info(facts, 'no longer overloaded: requests of this priority are served again');
    });
  }

  #compile(config: Config): Snapshot {
    const builder = this.#builder(config, null);
    for (const service of config.services) builder.add(service);
    return builder.finish().snapshot;
  }

  #finish(builder: SnapshotBuilder, before: Snapshot): Prepared {
    const { snapshot, change } = builder.finish();
    const { replaced, built, ...services } = change;
    const restartRequired = this.#restart.needed(snapshot.config);
    return { snapshot, change: { ...services, restartRequired }, before, replaced, built };
  }

  #builder(config: Config, before: Snapshot | null): SnapshotBuilder {
    const { clock, random, workers = 1 } = this.#parts;
    const parts = { clock, random, secret: config.secret, stats: this.#stats, workers };
    return new SnapshotBuilder(config, before, (service: ServiceConfig) => new Service(service, parts));
  }

  async #retire(services: readonly Service[]): Promise<void> {
    for (const service of services) {
      this.#retiring.add(service);
      if (!service.isIdle) this.#stats.replaced(service.stats);
    }
    const slices = new Slices();
    for (const service of services) {
      service.close();
      this.#retiring.delete(service);
      if (slices.over) await slices.next();
    }
  }
}
