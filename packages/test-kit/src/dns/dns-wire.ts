import { AUTHORITATIVE_ANSWER, TRUNCATED_RESPONSE, decode, encode } from 'dns-packet';
import type { Answer, DecodedPacket } from 'dns-packet';
import type { DnsRecord, DnsReply } from './dns-zone.ts';

/** RFC 1035 4.1.1, the low four bits of the flags. */
const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

/** The first question of a query. */
export interface WireQuery {
  readonly id: number;
  readonly name: string;
  readonly type: string;
}

/** Reads a query. @returns null for what is none, which a server does not reply to */
export function decodeQuery(message: Buffer): WireQuery | null {
  let packet: DecodedPacket;
  try {
    packet = decode(message);
  } catch {
    return null;
  }
  const [question] = packet.questions ?? [];
  if (packet.type !== 'query' || question === undefined) return null;
  return { id: packet.id ?? 0, name: question.name, type: question.type };
}

/**
 * Writes a reply.
 * @param datagram whether it goes over UDP, where a truncated reply only says that it is one (RFC 2181 9)
 */
export function encodeReply(
  { id, name, type }: WireQuery,
  reply: Extract<DnsReply, { kind: 'message' }>,
  datagram: boolean,
): Buffer {
  const truncated = datagram && reply.truncated;
  return encode({
    type: 'response',
    id,
    flags: AUTHORITATIVE_ANSWER | (truncated ? TRUNCATED_RESPONSE : 0) | rcodes[reply.rcode],
    // The type came out of the same library as a string; its types have a closed list.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    questions: [{ name, type: type as 'A' }],
    answers: truncated ? [] : reply.records.map(toAnswer),
  });
}

function toAnswer(record: DnsRecord): Answer {
  if (record.type !== 'SRV') return { ...record };
  return { ...record, data: { ...record.data } };
}
