import type { ResolverOptions, SrvRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { errorText, isEmptyAnswer } from './dns-errors.ts';

/** With three tries about seven seconds for each name server. */
const defaultPatience: ResolverOptions = { timeout: 1_000, tries: 3 };

/** An address and how long it may be used. @unit ttl: s */
export interface AddressRecord {
  readonly address: string;
  readonly ttl: number;
}

/** Records, none if the name server says that there are none; or why nothing could be learnt. */
export type DnsAnswer<Entry> =
  | { readonly ok: true; readonly records: readonly Entry[] }
  | { readonly ok: false; readonly error: string };

/** Asks name servers themselves: no hosts file, no search list, but times to live. Never rejects. */
export class DnsClient {
  readonly #servers: readonly string[];
  readonly #options: ResolverOptions;
  #resolver: Resolver | null = null;
  #pending = 0;
  #failed = false;

  /** @param servers `ip:port`; none means those of the system */
  constructor(servers: readonly string[], options: ResolverOptions = {}) {
    this.#servers = servers;
    this.#options = { ...defaultPatience, ...options };
  }

  /** @param family 4 asks for A, 6 for AAAA records */
  addresses(name: string, family: 4 | 6): Promise<DnsAnswer<AddressRecord>> {
    const resolver = this.#current();
    return this.#answer(
      family === 4 ? resolver.resolve4(name, { ttl: true }) : resolver.resolve6(name, { ttl: true }),
    );
  }

  services(name: string): Promise<DnsAnswer<SrvRecord>> {
    return this.#answer(this.#current().resolveSrv(name));
  }

  /** Ends what is under way. */
  close(): void {
    this.#resolver?.cancel();
  }

  async #answer<Entry>(records: Promise<readonly Entry[]>): Promise<DnsAnswer<Entry>> {
    this.#pending++;
    try {
      return { ok: true, records: await records };
    } catch (error) {
      if (isEmptyAnswer(error)) return { ok: true, records: [] };
      this.#failed = true;
      return { ok: false, error: errorText(error) };
    } finally {
      this.#pending--;
    }
  }

  /** A resolver reads the system's name servers but once: after a failure another one finds those of another network. */
  #current(): Resolver {
    if (this.#resolver !== null && !(this.#failed && this.#pending === 0)) return this.#resolver;
    const resolver = new Resolver(this.#options);
    if (this.#servers.length > 0) resolver.setServers(this.#servers);
    this.#resolver = resolver;
    this.#failed = false;
    return resolver;
  }
}
