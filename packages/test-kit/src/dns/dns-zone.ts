/** A service record's data (RFC 2782). */
export interface DnsServiceData {
  readonly target: string;
  readonly port: number;
  /** The lowest goes first. @default 0 */
  readonly priority?: number;
  /** @default 0 */
  readonly weight?: number;
}

/** What a record of each type holds. */
export interface DnsData {
  readonly A: string;
  readonly AAAA: string;
  readonly CNAME: string;
  readonly SRV: DnsServiceData;
}

export type DnsType = keyof DnsData;

/** A record as it goes on the wire. */
export type DnsRecord = {
  readonly [Type in DnsType]: {
    readonly name: string;
    readonly type: Type;
    readonly ttl: number;
    readonly data: DnsData[Type];
  };
}[DnsType];

/** How a server lets a resolver down. `silence` is no reply at all. */
export type DnsFailure = 'SERVFAIL' | 'REFUSED' | 'silence';

/** What is said to one question. */
export type DnsReply =
  | { readonly kind: 'silence' }
  | {
      readonly kind: 'message';
      readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
      readonly records: readonly DnsRecord[];
      /** Does not fit into a datagram: UDP gets a truncated reply without records. */
      readonly truncated: boolean;
    };

interface Answer {
  readonly records: readonly DnsRecord[];
  readonly truncated: boolean;
}

/** Longer chains than this are loops. */
const longestChain = 8;

/** Names and what is known of them. A name that nothing is known of does not exist. */
export class DnsZone {
  readonly #names = new Map<string, Map<string, Answer | DnsFailure>>();

  set(name: string, type: DnsType, answer: Answer | DnsFailure): void {
    const key = name.toLowerCase();
    const types = this.#names.get(key) ?? new Map<string, Answer | DnsFailure>();
    this.#names.set(key, types.set(type, answer));
  }

  remove(name: string): void {
    this.#names.delete(name.toLowerCase());
  }

  /** As an authoritative server has it (RFC 1034 4.3.2): aliases are followed, and the reply is that of the last name. */
  reply(name: string, type: string): DnsReply {
    const records: DnsRecord[] = [];
    let truncated = false;
    for (let current = name, step = 0; step <= longestChain; step++) {
      const types = this.#names.get(current.toLowerCase());
      const found = types?.get(type) ?? types?.get('CNAME');
      if (found === 'silence') return { kind: 'silence' };
      if (found === 'SERVFAIL' || found === 'REFUSED') return message(found, [], false);
      if (found === undefined)
        return message(types === undefined ? 'NXDOMAIN' : 'NOERROR', records, truncated);
      records.push(...found.records);
      truncated ||= found.truncated;
      const [alias] = found.records;
      if (alias?.type !== 'CNAME' || type === 'CNAME') return message('NOERROR', records, truncated);
      current = alias.data;
    }
    return message('SERVFAIL', [], false);
  }
}

function message(
  rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED',
  records: readonly DnsRecord[],
  truncated: boolean,
): DnsReply {
  return { kind: 'message', rcode, records, truncated };
}
