import type { Config, ServiceConfig } from '@hostler/config';
import { Fingerprinter, rememberFingerprint } from '../../data-plane/fingerprint.ts';
import type { ConfigHead, ServicesSlice } from './config-slices.ts';
import { deepFreeze } from './deep-freeze.ts';

/** Puts a configuration together that comes from elsewhere in slices, and freezes it. */
export class ConfigAssembly {
  readonly #head: ConfigHead;
  readonly #present: ReadonlyMap<string, ServiceConfig>;
  readonly #fingerprints = new Fingerprinter();
  readonly #services: ServiceConfig[] = [];

  /** @param present what is in use: services that are the same are taken from it, so that nothing is kept twice */
  constructor(head: ConfigHead, present: Config | null) {
    this.#head = head;
    this.#present = new Map(present?.services.map((service) => [service.name, service]));
  }

  add({ services, fingerprints }: ServicesSlice): void {
    for (const [index, service] of services.entries()) {
      this.#services.push(this.#known(service, fingerprints[index] ?? ''));
    }
  }

  /** To be called once, after the last slice. */
  finish(): Config {
    return Object.freeze({ ...deepFreeze(this.#head), services: Object.freeze(this.#services) });
  }

  #known(service: ServiceConfig, fingerprint: string): ServiceConfig {
    const present = this.#present.get(service.name);
    if (present !== undefined && this.#fingerprints.service(present) === fingerprint) return present;
    // Cloning from one side to the other loses it.
    deepFreeze(service);
    rememberFingerprint(service, fingerprint);
    return service;
  }
}
