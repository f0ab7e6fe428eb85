import { isToken, serialiseItem, serialiseParameters } from './structured-fields.ts';
import type { BareItem } from './structured-fields.ts';

/** Parameters of one Proxy-Status member (RFC 9209 2.1). */
export interface ProxyStatusParameters {
  /** A registered error type, such as `connection_refused` (RFC 9209 2.3). */
  readonly error?: string | undefined;
  /** Whom we asked or tried to: a name or `address:port`. */
  readonly nextHop?: string | undefined;
  /** ALPN name of the protocol spoken with the next hop, such as `http/1.1`. */
  readonly nextProtocol?: string | undefined;
  /** Status code that the next hop gave. */
  readonly receivedStatus?: number | undefined;
  /** Free text for people; says nothing that the catalogue of errors does not. */
  readonly details?: string | undefined;
  /** Further parameters, such as those that belong to an error type (`rcode`, `alert-id`). */
  readonly extra?: Readonly<Record<string, BareItem | undefined>> | undefined;
}

/**
 * One member of Proxy-Status: who we are and what happened here (RFC 9209 2). Anything that a structured field cannot
 * carry is dropped, never sent malformed: recipients ignore a malformed field as a whole, other proxies' members too.
 *
 * @param name ours; a token where it can be one, else a string
 */
export function proxyStatusMember(name: string, parameters: ProxyStatusParameters): string {
  const { error, nextHop, nextProtocol, receivedStatus, details, extra } = parameters;
  return `${serialiseItem(isToken(name) ? { token: name } : name)}${serialiseParameters({
    error: error === undefined ? undefined : { token: error },
    'next-hop': nextHop,
    'next-protocol': nextProtocol === undefined ? undefined : { token: nextProtocol },
    'received-status': receivedStatus,
    details,
    ...extra,
  })}`;
}
