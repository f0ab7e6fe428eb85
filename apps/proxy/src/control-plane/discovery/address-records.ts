import type { LookUpFailure } from './announcer.ts';
import type { DnsClient } from './dns-client.ts';
import { orderAddresses } from './endpoint-order.ts';

/** What a name server said of a name in one family, and still counts when it says nothing more. */
interface Family {
  readonly number: 4 | 6;
  readonly type: 'A' | 'AAAA';
  addresses: readonly string[];
  /** Whether it was ever answered, be it with nothing. */
  known: boolean;
  ttlSeconds: number | null;
  error: string | null;
}

/** A family that nothing is known of yet. */
function family(number: 4 | 6): Family {
  const type = number === 4 ? 'A' : 'AAAA';
  return { number, type, addresses: [], known: false, ttlSeconds: null, error: null };
}

/**
 * The addresses of one name, IPv4 and IPv6. Each family is remembered by itself: when one cannot be asked, its last
 * addresses stay beside the new ones of the other. That a name has no address, or does not exist, is an answer.
 */
export class AddressRecords {
  readonly #name: string;
  readonly #client: DnsClient;
  readonly #families = [family(4), family(6)] as const;

  constructor(name: string, client: DnsClient) {
    this.#name = name;
    this.#client = client;
  }

  get addresses(): readonly string[] {
    return orderAddresses(this.#families.flatMap(({ addresses }) => addresses));
  }

  /** Whether `addresses` is more than nobody's answer: both families are known, or one has addresses. */
  get known(): boolean {
    return this.addresses.length > 0 || this.#families.every(({ known }) => known);
  }

  /** The smallest of the latest answers; null when these had no records. @unit s */
  get ttlSeconds(): number | null {
    return smallest(this.#families.map(({ ttlSeconds }) => ttlSeconds));
  }

  /** Whether the latest look got an answer in any family. */
  get answered(): boolean {
    return this.#families.some(({ error }) => error === null);
  }

  /** Stale is a family that is remembered, or all that is missing; not one that had no address and fails. */
  get failures(): readonly LookUpFailure[] {
    return this.#families.flatMap(({ type, error, addresses }) => {
      if (error === null) return [];
      return [
        { message: `${type} ${this.#name}: ${error}`, stale: addresses.length > 0 || !this.#hasFresh() },
      ];
    });
  }

  /** Asks for both families at once. Never rejects. */
  async refresh(): Promise<void> {
    await Promise.all(this.#families.map((known) => this.#ask(known)));
  }

  async #ask(known: Family): Promise<void> {
    const answer = await this.#client.addresses(this.#name, known.number);
    known.error = answer.ok ? null : answer.error;
    known.ttlSeconds = answer.ok ? smallest(answer.records.map(({ ttl }) => ttl)) : null;
    if (!answer.ok) return;
    known.known = true;
    known.addresses = answer.records.map(({ address }) => address);
  }

  #hasFresh(): boolean {
    return this.#families.some(({ error, addresses }) => error === null && addresses.length > 0);
  }
}

/** The smallest of what is there, or null. */
export function smallest(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : Math.min(...known);
}
