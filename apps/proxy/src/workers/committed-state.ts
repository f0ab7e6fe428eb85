import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { EndpointsByService } from '../control-plane/data-plane-link.ts';
import type { ConfigChange } from '../data-plane/config-change.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';

/** All that a data plane goes by, so that another one can be brought to the same. */
export class CommittedState {
  #config: Config;
  readonly #endpoints = new Map<string, readonly EndpointOptions[]>();
  readonly #faults = new Map<string, InjectedFault>();

  constructor(config: Config) {
    this.#config = config;
  }

  get config(): Config {
    return this.#config;
  }

  /** Of services whose endpoints are not what the configuration says. */
  get endpoints(): EndpointsByService {
    return this.#endpoints;
  }

  get faults(): ReadonlyMap<string, InjectedFault> {
    return this.#faults;
  }

  /** Another configuration is in use: what was said of services that it has changed is over. */
  replace(config: Config, change: ConfigChange, endpoints: EndpointsByService): void {
    this.#config = config;
    for (const names of [change.added, change.removed, change.changed]) {
      for (const name of names) {
        this.#endpoints.delete(name);
        this.#faults.delete(name);
      }
    }
    for (const [name, states] of endpoints) this.#endpoints.set(name, states);
  }

  update(service: string, endpoints: readonly EndpointOptions[]): void {
    this.#endpoints.set(service, endpoints);
  }

  inject(service: string, fault: InjectedFault | null): void {
    if (fault === null) this.#faults.delete(service);
    else this.#faults.set(service, fault);
  }
}
