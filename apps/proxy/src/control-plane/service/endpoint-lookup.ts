import { endpointName } from '@hostler/balancer';
import type { ServiceConfig } from '@hostler/config';
import type { DiscoveredEndpoint, EndpointSource, SourceStatus } from '../discovery/endpoint-source.ts';

/** An endpoint that a service has, by its name. */
export interface KnownEndpoint extends DiscoveredEndpoint {
  readonly name: string;
}

/** Where the endpoints of a service come from: its configuration, and a source if there is something to look up. */
export class EndpointLookup {
  readonly #config: ServiceConfig;
  readonly #source: EndpointSource | null;
  #endpoints: readonly KnownEndpoint[] | null = null;
  #names: ReadonlySet<string> | null = null;
  #started = false;
  /** Told when there is another list. */
  onChange: (() => void) | null = null;

  /** @param source `null` when everything is in the configuration */
  constructor(config: ServiceConfig, source: EndpointSource | null) {
    this.#config = config;
    this.#source = source;
  }

  /** Begins to look up; a second call does nothing. @returns once there is a first answer, or none for too long */
  start(): Promise<void> | null {
    if (this.#source === null) return null;
    if (!this.#started) {
      this.#started = true;
      this.#source.start((endpoints) => {
        this.#endpoints = named(endpoints);
        this.#names = null;
        this.onChange?.();
      });
    }
    return this.#source.ready;
  }

  /** Each name once. Before the first answer those of the configuration. */
  get endpoints(): readonly KnownEndpoint[] {
    this.#endpoints ??= named(
      this.#config.hosts.map((host) => ({ ...host, authority: endpointName(host.address, host.port) })),
    );
    return this.#endpoints;
  }

  get names(): ReadonlySet<string> {
    this.#names ??= new Set(this.endpoints.map(({ name }) => name));
    return this.#names;
  }

  /** Nothing is looked up: the list is the configuration's for good. */
  get isStatic(): boolean {
    return this.#source === null;
  }

  /** Whether an endpoint that is not in the list is gone, and not merely not found yet. */
  get isComplete(): boolean {
    return this.#source === null || this.#source.status.lastAnswerAt !== null;
  }

  get status(): SourceStatus | null {
    return this.#source === null ? null : this.#source.status;
  }

  close(): void {
    this.onChange = null;
    this.#source?.close();
  }
}

/** The balancer's rule: what is listed twice is one endpoint with the weights added. */
function named(endpoints: readonly DiscoveredEndpoint[]): readonly KnownEndpoint[] {
  const byName = new Map<string, KnownEndpoint>();
  for (const endpoint of endpoints) {
    const name = endpointName(endpoint.address, endpoint.port);
    const weight = endpoint.weight + (byName.get(name)?.weight ?? 0);
    byName.set(name, { ...endpoint, name, weight });
  }
  return [...byName.values()];
}
