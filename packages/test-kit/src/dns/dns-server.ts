import { listenForDns } from './dns-transport.ts';
import { decodeQuery, encodeReply } from './dns-wire.ts';
import { DnsZone } from './dns-zone.ts';
import type { DnsData, DnsFailure, DnsRecord, DnsType } from './dns-zone.ts';

/** A question that somebody asked. */
export interface DnsQuery {
  /** In lower case. */
  readonly name: string;
  /** Such as `A`. */
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
}

export interface DnsAnswerOptions {
  /** Time to live of each record. @unit s @default 5 */
  readonly ttl?: number;
  /** Replies over UDP are truncated and empty, so that the resolver has to ask again over TCP. @default false */
  readonly truncated?: boolean;
}

/**
 * A name server on 127.0.0.1 that speaks the real protocol over UDP and TCP and says what a test tells it to. A name of
 * which it was told nothing does not exist (NXDOMAIN); one that has only other types has no data of the one asked for.
 */
export interface DnsServer {
  /** `127.0.0.1:port`, as resolvers take it. */
  readonly address: string;
  /** All questions so far, in the order in which they came. */
  readonly queries: readonly DnsQuery[];
  /** How many questions there were for a name and a type. */
  asked(name: string, type: DnsType): number;
  /** From now on the name has these records of the type, and no others. An empty list is an answer without data. */
  answer<Type extends DnsType>(
    name: string,
    type: Type,
    data: readonly DnsData[Type][],
    options?: DnsAnswerOptions,
  ): void;
  /** From now on questions for the name and type fail. */
  fail(name: string, type: DnsType, how: DnsFailure): void;
  /** From now on the name does not exist. */
  remove(name: string): void;
  close(): Promise<void>;
}

/** Starts a name server on a free port. */
export async function dnsServer(): Promise<DnsServer> {
  const zone = new DnsZone();
  const queries: DnsQuery[] = [];
  const transport = await listenForDns((message, over) => {
    const query = decodeQuery(message);
    if (query === null) return null;
    queries.push({ name: query.name.toLowerCase(), type: query.type, transport: over });
    const reply = zone.reply(query.name, query.type);
    return reply.kind === 'silence' ? null : encodeReply(query, reply, over === 'udp');
  });

  return {
    address: `127.0.0.1:${transport.port}`,
    queries,
    asked: (name, type) => queries.filter((query) => query.name === name && query.type === type).length,
    answer(name, type, data, { ttl = 5, truncated = false } = {}) {
      // `type` and `data` belong together by this function's own signature, which a mapped record cannot see.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const records = data.map((value) => ({ name, type, ttl, data: value }) as DnsRecord);
      zone.set(name, type, { records, truncated });
    },
    fail: (name, type, how) => zone.set(name, type, how),
    remove: (name) => zone.remove(name),
    close: () => transport.close(),
  };
}
