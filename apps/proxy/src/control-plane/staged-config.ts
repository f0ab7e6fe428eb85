import type { EndpointOptions } from '@hostler/balancer';
import type { Config, ServiceConfig } from '@hostler/config';
import { Fingerprinter } from '../data-plane/fingerprint.ts';
import { isSameService } from '../data-plane/same-service.ts';
import type { SharedSettings } from '../data-plane/same-service.ts';
import { Slices } from '../data-plane/slices.ts';
import type { EndpointsByService } from './data-plane-link.ts';
import type { ServiceControl } from './service-control.ts';
import type { EndpointLookup } from './service/endpoint-lookup.ts';

/** A service that is new, or has another configuration. */
interface StagedService {
  readonly config: ServiceConfig;
  readonly control: ServiceControl;
  readonly lookup: EndpointLookup;
  /** What the data planes get with the configuration. */
  endpoints: readonly EndpointOptions[] | null;
}

/** What is in use. */
export interface StagedBefore {
  readonly services: ReadonlyMap<string, ServiceControl>;
  readonly shared: SharedSettings;
}

/** Makes what a new service needs, or one that has something else to look up. */
export interface StagedParts {
  readonly newControl: (service: ServiceConfig) => ServiceControl;
  readonly newLookup: (service: ServiceConfig) => EndpointLookup;
}

/**
 * The way from one configuration to the next, in steps of a few milliseconds, between which serving goes on. Until
 * `adopt` it can be given up without a trace.
 */
export class StagedConfig {
  readonly #config: Config;
  readonly #before: ReadonlyMap<string, ServiceControl>;
  readonly #shared: { readonly before: SharedSettings; readonly after: SharedSettings };
  readonly #parts: StagedParts;
  readonly #slices = new Slices();
  readonly #services = new Map<string, ServiceControl>();
  readonly #staged: StagedService[] = [];

  constructor(config: Config, before: StagedBefore, parts: StagedParts) {
    this.#config = config;
    this.#before = before.services;
    this.#shared = { before: before.shared, after: config };
    this.#parts = parts;
  }

  /** In the order of the configuration; complete after `compare`. */
  get services(): ReadonlyMap<string, ServiceControl> {
    return this.#services;
  }

  /** Finds out which services are new or different. */
  async compare(): Promise<void> {
    const fingerprints = new Fingerprinter();
    for (const config of this.#config.services) {
      const before = this.#before.get(config.name);
      const isSame = before !== undefined && isSameService(before.config, config, this.#shared, fingerprints);
      this.#services.set(config.name, isSame ? before : this.#stage(config, before, fingerprints));
      if (this.#slices.over) await this.#slices.next();
    }
  }

  /** Looks up the endpoints of those. @returns once there are first answers, or none for too long */
  async lookUp(): Promise<void> {
    const answers: Promise<void>[] = [];
    for (const { lookup } of this.#staged) {
      const answer = lookup.start();
      if (answer !== null) answers.push(answer);
      if (this.#slices.over) await this.#slices.next();
    }
    await Promise.all(answers);
  }

  /** The states to begin with. They stay what they are until `adopt`, or `giveUp`. */
  async hold(): Promise<EndpointsByService> {
    const endpoints = new Map<string, readonly EndpointOptions[]>();
    for (const staged of this.#staged) {
      staged.control.hold();
      staged.endpoints = staged.control.states(staged.lookup);
      if (staged.endpoints !== null) endpoints.set(staged.config.name, staged.endpoints);
      if (this.#slices.over) await this.#slices.next();
    }
    return endpoints;
  }

  /** The data planes go by the configuration now. @param start begins with the checks of new services */
  async adopt(start: boolean): Promise<void> {
    for (const { config, control, lookup, endpoints } of this.#staged) {
      control.adopt(config, lookup, endpoints);
      if (start) control.start();
      if (this.#slices.over) await this.#slices.next();
    }
    for (const [name, control] of this.#before) {
      if (!this.#services.has(name)) control.close();
      if (this.#slices.over) await this.#slices.next();
    }
  }

  /** The data planes stay with the configuration before. */
  giveUp(): void {
    for (const { config, control, lookup } of this.#staged) {
      const before = this.#before.get(config.name);
      if (lookup !== before?.lookup) lookup.close();
      if (control === before) control.letGo();
    }
  }

  #stage(
    config: ServiceConfig,
    before: ServiceControl | undefined,
    fingerprints: Fingerprinter,
  ): ServiceControl {
    const control = before ?? this.#parts.newControl(config);
    const isFoundAlike =
      fingerprints.value([control.config.hosts, control.config.discovery]) ===
      fingerprints.value([config.hosts, config.discovery]);
    const lookup = isFoundAlike ? control.lookup : this.#parts.newLookup(config);
    this.#staged.push({ config, control, lookup, endpoints: null });
    return control;
  }
}
