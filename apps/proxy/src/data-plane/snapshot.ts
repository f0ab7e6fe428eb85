import type { Config, ServiceConfig } from '@hostler/config';
import { compileTrust } from '@hostler/http';
import type { TrustedProxies } from '@hostler/http';
import type { ConfigChange } from './config-change.ts';
import { Fingerprinter } from './fingerprint.ts';
import { RouterBuilder } from './routing/router.ts';
import type { Router } from './routing/router.ts';
import { isSameService } from './same-service.ts';
import type { Service } from './service.ts';

/** What one configuration compiles to: all that a request needs to find its way. Never changed, only replaced. */
export interface Snapshot {
  readonly config: Config;
  readonly router: Router<Service>;
  readonly services: ReadonlyMap<string, Service>;
  readonly trust: TrustedProxies;
  /** Our name in `Via` and `Proxy-Status`. */
  readonly via: string;
  /** Path that answers for the proxy itself; `null` when turned off. */
  readonly healthPath: string | null;
}

/** What differs between two snapshots. */
export interface SnapshotChange extends Omit<ConfigChange, 'restartRequired'> {
  /** Services of the earlier snapshot that are not in the later one. */
  readonly replaced: readonly Service[];
  /** Services of the later snapshot that are not in the earlier one. */
  readonly built: readonly Service[];
}

/**
 * Compiles a configuration, service by service. Services whose effective configuration is the same as in the snapshot
 * before are taken over as they are, with their connections and what they know of their endpoints.
 */
export class SnapshotBuilder {
  readonly #config: Config;
  readonly #before: Snapshot | null;
  readonly #build: (config: ServiceConfig) => Service;
  readonly #fingerprints = new Fingerprinter();
  readonly #router = new RouterBuilder<Service>();
  readonly #services = new Map<string, Service>();
  readonly #added: string[] = [];
  readonly #changed: string[] = [];
  readonly #built: Service[] = [];

  constructor(config: Config, before: Snapshot | null, build: (config: ServiceConfig) => Service) {
    this.#config = config;
    this.#before = before;
    this.#build = build;
  }

  /** @param serviceConfig the next one of the configuration */
  add(serviceConfig: ServiceConfig): void {
    const service = this.#serviceOf(serviceConfig);
    this.#services.set(service.name, service);
    this.#router.add(service);
  }

  /** To be called once, after all services were added. */
  finish(): { readonly snapshot: Snapshot; readonly change: SnapshotChange } {
    const { trustedProxies, via, healthPath } = this.#config;
    const replaced: Service[] = [];
    const removed: string[] = [];
    for (const service of this.#before?.services.values() ?? []) {
      const now = this.#services.get(service.name);
      if (now !== service) replaced.push(service);
      if (now === undefined) removed.push(service.name);
    }
    const kept = this.#services.size - this.#built.length;
    return {
      snapshot: {
        config: this.#config,
        router: this.#router.build(),
        services: this.#services,
        trust: compileTrust(trustedProxies),
        via,
        healthPath: healthPath === false ? null : healthPath,
      },
      change: {
        added: this.#added,
        removed,
        changed: this.#changed,
        kept,
        replaced,
        built: this.#built,
      },
    };
  }

  #serviceOf(config: ServiceConfig): Service {
    const old = this.#before?.services.get(config.name);
    if (old !== undefined && this.#before !== null) {
      const shared = { before: this.#before.config, after: this.#config };
      if (isSameService(old.config, config, shared, this.#fingerprints)) return old;
    }
    (old === undefined ? this.#added : this.#changed).push(config.name);
    const service = this.#build(config);
    this.#built.push(service);
    return service;
  }
}
