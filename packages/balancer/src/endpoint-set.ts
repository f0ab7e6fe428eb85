import type { BackoffOptions } from './backoff.ts';
import { toEndpointSettings } from './endpoint-list.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { ManagedEndpoint } from './managed-endpoint.ts';

/** What an update changed; endpoints in no list stayed what they were. */
export interface EndpointChange {
  readonly added: readonly Endpoint[];
  /** Draining from now on. Their leases stay valid; close their idle connections. */
  readonly removed: readonly Endpoint[];
  readonly reweighted: readonly Endpoint[];
}

/** The endpoints of a service, and those that left it with requests still in flight. */
export class EndpointSet {
  readonly #backoff: BackoffOptions;
  #current: readonly ManagedEndpoint[] = [];
  readonly #draining = new Map<string, ManagedEndpoint>();

  constructor(backoff: BackoffOptions) {
    this.#backoff = backoff;
  }

  get current(): readonly ManagedEndpoint[] {
    return this.#current;
  }

  /** @throws RangeError for a port or a weight out of range, with nothing changed */
  replace(endpoints: readonly EndpointOptions[]): EndpointChange {
    const wanted = toEndpointSettings(endpoints);
    const before = new Map(this.#current.map((endpoint) => [endpoint.name, endpoint]));
    const reweighted: ManagedEndpoint[] = [];
    this.#current = wanted.map((settings) => {
      const known = before.get(settings.name) ?? this.#draining.get(settings.name);
      if (known === undefined) return new ManagedEndpoint(settings, this.#backoff);
      if (known.weight !== settings.weight && !known.draining) reweighted.push(known);
      known.weight = settings.weight;
      return known;
    });

    const stays = new Set(this.#current);
    const added = this.#current.filter((endpoint) => !before.has(endpoint.name));
    const removed = [...before.values()].filter((endpoint) => !stays.has(endpoint));
    for (const endpoint of added) this.#undrain(endpoint);
    for (const endpoint of removed) this.#drain(endpoint);
    return { added, removed, reweighted };
  }

  /** Lets go of an endpoint that had left the service once its last request has ended. */
  forgetIfDrained(endpoint: ManagedEndpoint): void {
    if (endpoint.draining && endpoint.inFlight === 0) this.#draining.delete(endpoint.name);
  }

  #drain(endpoint: ManagedEndpoint): void {
    endpoint.draining = true;
    if (endpoint.inFlight > 0) this.#draining.set(endpoint.name, endpoint);
  }

  #undrain(endpoint: ManagedEndpoint): void {
    endpoint.draining = false;
    this.#draining.delete(endpoint.name);
  }
}
