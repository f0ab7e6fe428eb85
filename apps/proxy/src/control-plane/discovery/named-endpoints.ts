import { isIP } from 'node:net';
import type { LookUpFailure } from './announcer.ts';
import { authorityOf, orderAddresses } from './endpoint-order.ts';
import type { DiscoveredEndpoint } from './endpoint-source.ts';
import { NameWatch } from './name-watch.ts';
import type { SourceParts } from './source-parts.ts';

/** An endpoint as somebody wrote it down: its address may be a name. */
export type EndpointEntry = Omit<DiscoveredEndpoint, 'authority'>;

/**
 * A list of entries, each of whose names stands for all its addresses. They get the entry's weight: a name with three
 * addresses is three endpoints. Two entries for one address stay two; the balancer adds their weights.
 */
export class NamedEndpoints {
  readonly #parts: SourceParts;
  readonly #onLook: (answered: boolean) => void;
  readonly #names = new Map<string, NameWatch>();
  #entries: readonly EndpointEntry[] = [];

  /** @param onLook told after each look at a name whether it got an answer */
  constructor(parts: SourceParts, onLook: (answered: boolean) => void) {
    this.#parts = parts;
    this.#onLook = onLook;
  }

  /** Takes another list. Names that stay keep their addresses. */
  set(entries: readonly EndpointEntry[]): void {
    this.#entries = entries;
    const names = new Set(entries.map(({ address }) => address).filter((address) => isIP(address) === 0));
    for (const [name, watch] of this.#names) {
      if (names.has(name)) continue;
      watch.close();
      this.#names.delete(name);
    }
    for (const name of names) {
      if (!this.#names.has(name)) this.#names.set(name, new NameWatch(name, this.#parts, this.#onLook));
    }
  }

  /** In the order of the entries. A name that has not been answered yet is an endpoint by itself, resolved per connection. */
  get endpoints(): readonly DiscoveredEndpoint[] {
    return this.#entries.flatMap((entry) => {
      const authority = authorityOf(entry.address, entry.port);
      const { addresses } = this.#names.get(entry.address) ?? { addresses: null };
      return orderAddresses(addresses ?? [entry.address]).map((address) => ({
        ...entry,
        address,
        authority,
      }));
    });
  }

  get failures(): readonly LookUpFailure[] {
    return [...this.#names.values()].flatMap(({ error }) =>
      error === null ? [] : [{ message: error, stale: true }],
    );
  }

  /** Whether every name was looked up once, well or not. */
  get settled(): boolean {
    return [...this.#names.values()].every(({ settled }) => settled);
  }

  close(): void {
    this.set([]);
  }
}
