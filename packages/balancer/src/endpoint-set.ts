import { toEndpointSettings } from './endpoint-list.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { ManagedEndpoint } from './managed-endpoint.ts';
import type { EndpointRules } from './managed-endpoint.ts';

/** What an update changed; endpoints in no list stayed what they were, but for health, ejection and drain. */
export interface EndpointChange {
  readonly added: readonly Endpoint[];
  /** Draining from now on. Their leases stay valid; close their idle connections. */
  readonly removed: readonly Endpoint[];
  readonly reweighted: readonly Endpoint[];
}

/** What the balancer has to do about an update. */
export interface Replacement {
  readonly change: EndpointChange;
  /** Came in, or are no longer unhealthy, ejected or drained. */
  readonly arrived: readonly ManagedEndpoint[];
  /** Who picks among whom has changed, and by which weights. */
  readonly regrouped: boolean;
}

/** The endpoints of a service, and those that left it with requests still in flight. */
export class EndpointSet {
  readonly #rules: EndpointRules;
  #current: readonly ManagedEndpoint[] = [];
  #byName: ReadonlyMap<string, ManagedEndpoint> = new Map();
  readonly #draining = new Map<string, ManagedEndpoint>();

  constructor(rules: EndpointRules) {
    this.#rules = rules;
  }

  get current(): readonly ManagedEndpoint[] {
    return this.#current;
  }

  /** Those that left, and have requests in flight. */
  get draining(): readonly ManagedEndpoint[] {
    return [...this.#draining.values()];
  }

  find(name: string): ManagedEndpoint | undefined {
    return this.#byName.get(name);
  }

  /** @throws RangeError for a port or a weight out of range, with nothing changed */
  replace(endpoints: readonly EndpointOptions[]): Replacement {
    const wanted = toEndpointSettings(endpoints);
    const before = this.#byName;
    const added: ManagedEndpoint[] = [];
    const back: ManagedEndpoint[] = [];
    const reweighted: ManagedEndpoint[] = [];
    let moved = false;
    this.#current = wanted.map((settings) => {
      const known = before.get(settings.name);
      if (known === undefined) {
        const endpoint = this.#bringIn(settings.name) ?? new ManagedEndpoint(settings, this.#rules);
        endpoint.apply(settings);
        added.push(endpoint);
        return endpoint;
      }
      const wasOut = known.isOut;
      if (known.weight !== settings.weight) reweighted.push(known);
      if (known.backup !== settings.backup) moved = true;
      known.apply(settings);
      if (wasOut && !known.isOut) back.push(known);
      return known;
    });
    this.#byName = new Map(this.#current.map((endpoint) => [endpoint.name, endpoint]));

    const removed = [...before.values()].filter(({ name }) => !this.#byName.has(name));
    for (const endpoint of removed) this.#drain(endpoint);
    const regrouped = moved || added.length > 0 || removed.length > 0 || reweighted.length > 0;
    return { change: { added, removed, reweighted }, arrived: [...added, ...back], regrouped };
  }

  /** Lets go of an endpoint that had left the service once its last request has ended. */
  forgetIfDrained(endpoint: ManagedEndpoint): void {
    if (endpoint.draining && endpoint.inFlight === 0) this.#draining.delete(endpoint.name);
  }

  #drain(endpoint: ManagedEndpoint): void {
    endpoint.draining = true;
    if (endpoint.inFlight > 0) this.#draining.set(endpoint.name, endpoint);
  }

  /** One that comes back before it has drained. */
  #bringIn(name: string): ManagedEndpoint | undefined {
    const endpoint = this.#draining.get(name);
    if (endpoint === undefined) return undefined;
    endpoint.draining = false;
    this.#draining.delete(name);
    return endpoint;
  }
}
