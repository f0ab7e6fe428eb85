import { isToken, serialiseItem, serialiseParameters } from './structured-fields.ts';
import type { Parameters } from './structured-fields.ts';

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
  readonly extra?: Parameters | undefined;
}

/**
 * One member of Proxy-Status: who we are and what happened here (RFC 9209 2). Anything that a structured field cannot
 * carry is dropped, never sent malformed: recipients ignore a malformed field as a whole, other proxies' members too.
 *
 * @param name ours; a token where it can be one, else a string
 */
export function proxyStatusMember(name: string, parameters: ProxyStatusParameters): string {
  const { error, nextHop, nextProtocol, receivedStatus, details, extra } = parameters;
  // Written out: this is on every response, and a record of parameters would cost five times as much.
  let member = serialiseItem(isToken(name) ? { token: name } : name);
  if (error !== undefined) member += `;error=${serialiseItem({ token: error })}`;
  if (nextHop !== undefined) member += `;next-hop=${serialiseItem(nextHop)}`;
  if (nextProtocol !== undefined) member += `;next-protocol=${serialiseItem({ token: nextProtocol })}`;
  if (receivedStatus !== undefined) member += `;received-status=${serialiseItem(receivedStatus)}`;
  if (details !== undefined) member += `;details=${serialiseItem(details)}`;
  return extra === undefined ? member : member + serialiseParameters(extra);
}
