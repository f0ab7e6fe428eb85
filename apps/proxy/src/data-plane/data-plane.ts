import type { Config } from '@hostler/config';
import { compileTrust } from '@hostler/http';
import type { TrustedProxies } from '@hostler/http';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccessLog } from '../telemetry/access-log.ts';
import type { OpenRequest } from './open-request.ts';
import { Roster } from './roster.ts';
import { compileRoutes } from './routing/router.ts';
import type { Router } from './routing/router.ts';
import { Service } from './service.ts';

/** What one configuration compiles to: all that a request needs to find its way. Never changed, only replaced. */
export interface Snapshot {
  readonly router: Router<Service>;
  readonly services: ReadonlyMap<string, Service>;
  readonly trust: TrustedProxies;
  /** Our name in `Via` and `Proxy-Status`. */
  readonly via: string;
  /** Path that answers for the proxy itself; `null` when turned off. */
  readonly healthPath: string | null;
}

/** What the data plane is made of besides its configuration. */
export interface DataPlaneParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  /** @returns `null` when turned off */
  readonly accessLog: (enabled: boolean) => AccessLog | null;
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
  #accessLog: AccessLog | null;
  #snapshot: Snapshot;
  /** Who waits for the last open request to end. */
  readonly #onIdle: (() => void)[] = [];

  constructor(config: Config, parts: DataPlaneParts) {
    this.clock = parts.clock;
    this.logger = parts.logger;
    this.#parts = parts;
    this.#accessLog = parts.accessLog(config.accessLog.enabled);
    this.#snapshot = this.#compile(config, new Map());
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** `null` while access lines are off. */
  get accessLog(): AccessLog | null {
    return this.#accessLog;
  }

  /**
   * Switches to another configuration between two requests. Services whose configuration is the same keep their
   * connections and what they know of their endpoints; requests under way end by the configuration they began with.
   */
  replace(config: Config): void {
    const before = this.#snapshot.services;
    this.#snapshot = this.#compile(config, before);
    this.#accessLog = this.#parts.accessLog(config.accessLog.enabled);
    const kept = new Set(this.#snapshot.services.values());
    for (const service of before.values()) if (!kept.has(service)) service.close();
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

  /** Ends every connection to an endpoint that is not in use. */
  close(): void {
    for (const service of this.#snapshot.services.values()) service.close();
  }

  #compile(config: Config, before: ReadonlyMap<string, Service>): Snapshot {
    const services = new Map<string, Service>();
    for (const serviceConfig of config.services) {
      const old = before.get(serviceConfig.name);
      const unchanged = old !== undefined && JSON.stringify(old.config) === JSON.stringify(serviceConfig);
      services.set(
        serviceConfig.name,
        unchanged ? old : new Service(serviceConfig, this.clock, this.#parts.random),
      );
    }
    return {
      router: compileRoutes(services.values()),
      services,
      trust: compileTrust(config.trustedProxies),
      via: config.via,
      healthPath: config.healthPath === false ? null : config.healthPath,
    };
  }
}
