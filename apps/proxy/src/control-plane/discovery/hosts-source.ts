import { Announcer } from './announcer.ts';
import type { DiscoveredEndpoint, EndpointSource, SourceStatus } from './endpoint-source.ts';
import { NamedEndpoints } from './named-endpoints.ts';
import type { EndpointEntry } from './named-endpoints.ts';
import type { SourceParts } from './source-parts.ts';

/** The entries of `hosts`, their names looked up every 5 s. */
export class HostsSource implements EndpointSource {
  readonly #announcer: Announcer;
  readonly #endpoints: NamedEndpoints;
  readonly #entries: readonly EndpointEntry[];

  constructor(service: string, entries: readonly EndpointEntry[], parts: SourceParts) {
    this.#announcer = new Announcer('hosts', service, parts);
    this.#endpoints = new NamedEndpoints(parts, (answered) => this.#looked(answered));
    this.#entries = entries;
  }

  get ready(): Promise<void> {
    return this.#announcer.ready;
  }

  get status(): SourceStatus {
    return this.#announcer.status;
  }

  start(listener: (endpoints: readonly DiscoveredEndpoint[]) => void): void {
    this.#announcer.start(listener);
    this.#endpoints.set(this.#entries);
    this.#looked(false);
  }

  close(): void {
    this.#endpoints.close();
    this.#announcer.close();
  }

  #looked(answered: boolean): void {
    const { endpoints, failures, settled } = this.#endpoints;
    this.#announcer.found({ endpoints, answered, failures });
    if (settled) this.#announcer.settled();
  }
}
