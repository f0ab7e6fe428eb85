import type { SrvRecord } from 'node:dns';
import { AddressRecords, smallest } from './address-records.ts';
import type { Finding } from './announcer.ts';
import type { DnsClient } from './dns-client.ts';
import { authorityOf } from './endpoint-order.ts';
import type { DiscoveredEndpoint } from './endpoint-source.ts';

/**
 * The service records of a name and the addresses of their targets (RFC 2782). The lowest priority number is used first;
 * all higher ones are backups. Each address of a target gets the record's weight.
 */
export class ServiceRecords {
  readonly #name: string;
  readonly #client: DnsClient;
  readonly #targets = new Map<string, AddressRecords>();
  /** null before the first answer. */
  #services: readonly SrvRecord[] | null = null;
  #error: string | null = null;

  constructor(name: string, client: DnsClient) {
    this.#name = name;
    this.#client = client;
  }

  /** Asks for the records, then for the addresses of all targets. Never rejects. */
  async refresh(): Promise<void> {
    const answer = await this.#client.services(this.#name);
    this.#error = answer.ok ? null : answer.error;
    if (answer.ok) this.#take(answer.records);
    // Also after a failure: addresses of known targets change on their own.
    await Promise.all([...this.#targets.values()].map((target) => target.refresh()));
  }

  get finding(): Finding {
    const targets = [...this.#targets.values()];
    const failures = targets.flatMap((target) => target.failures);
    if (this.#error !== null) failures.unshift({ message: `SRV ${this.#name}: ${this.#error}`, stale: true });
    const endpoints = this.#endpoints();
    // Nothing at all, while a target could not be asked for the first time, is not what the name server has said.
    const known =
      this.#services !== null && (endpoints.length > 0 || targets.every((target) => target.known));
    return { endpoints: known ? endpoints : null, answered: this.#error === null, failures };
  }

  /** The smallest of the targets': the resolver does not pass on the one of the service records. @unit s */
  get ttlSeconds(): number | null {
    return smallest([...this.#targets.values()].map(({ ttlSeconds }) => ttlSeconds));
  }

  #take(services: readonly SrvRecord[]): void {
    this.#services = services.filter(isThere).sort(compareServices);
    const names = new Set(this.#services.map(({ name }) => name));
    for (const name of this.#targets.keys()) if (!names.has(name)) this.#targets.delete(name);
    for (const name of names) {
      if (!this.#targets.has(name)) this.#targets.set(name, new AddressRecords(name, this.#client));
    }
  }

  #endpoints(): readonly DiscoveredEndpoint[] {
    const services = this.#services ?? [];
    const first = smallest(services.map(({ priority }) => priority));
    return services.flatMap(({ name, port, weight, priority }) => {
      const shared = {
        port,
        // Zero means "hardly ever" beside others and "equally" among zeros; the balancer has no share of nothing.
        weight: Math.max(1, weight),
        backup: priority !== first,
        authority: authorityOf(name, port),
      };
      return (this.#targets.get(name)?.addresses ?? []).map((address) => ({ address, ...shared }));
    });
  }
}

/** The root as target says that the service is decidedly not available here (RFC 2782); nobody listens on port 0. */
function isThere({ name, port }: SrvRecord): boolean {
  return name !== '' && name !== '.' && port !== 0;
}

/** An order of our own: name servers shuffle. */
function compareServices(a: SrvRecord, b: SrvRecord): number {
  return a.priority - b.priority || compareText(a.name, b.name) || a.port - b.port || a.weight - b.weight;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
