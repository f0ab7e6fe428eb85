import type { EndpointOverrides } from '../views.ts';

const none: EndpointOverrides = {};

/** What operators have set for the endpoints of a service. Kept in memory only: a new process begins without any. */
export class Overrides {
  readonly #byEndpoint = new Map<string, EndpointOverrides>();

  /** Whether there is any. */
  get isEmpty(): boolean {
    return this.#byEndpoint.size === 0;
  }

  /** An empty object for an endpoint without any. */
  of(endpoint: string): EndpointOverrides {
    return this.#byEndpoint.get(endpoint) ?? none;
  }

  setDrained(endpoint: string, drained: boolean): void {
    const { drained: _, ...others } = this.of(endpoint);
    this.#set(endpoint, drained ? { ...others, drained } : others);
  }

  /** @param weight `null` is as configured */
  setWeight(endpoint: string, weight: number | null): void {
    const { weight: _, ...others } = this.of(endpoint);
    this.#set(endpoint, weight === null ? others : { ...others, weight });
  }

  /** Those of endpoints that the service has no more end: one that comes back later is another instance. */
  keepOnly(endpoints: ReadonlySet<string>): void {
    for (const endpoint of this.#byEndpoint.keys()) {
      if (!endpoints.has(endpoint)) this.#byEndpoint.delete(endpoint);
    }
  }

  #set(endpoint: string, overrides: EndpointOverrides): void {
    if (Object.keys(overrides).length === 0) this.#byEndpoint.delete(endpoint);
    else this.#byEndpoint.set(endpoint, overrides);
  }
}
