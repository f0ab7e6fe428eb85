import type { AttemptErrorCode } from './attempt.ts';

/** What the system says when a connection cannot be made, and what that means in RFC 9209 2.3. */
const codeOfErrno: ReadonlyMap<string, AttemptErrorCode> = new Map([
  ['ECONNREFUSED', 'connection_refused'],
  ['ETIMEDOUT', 'connection_timeout'],
  ['EHOSTUNREACH', 'destination_ip_unroutable'],
  ['EHOSTDOWN', 'destination_ip_unroutable'],
  ['ENETUNREACH', 'destination_ip_unroutable'],
  ['ENETDOWN', 'destination_ip_unroutable'],
  // No source address of ours fits: no IPv6 on this machine, or all local ports are in use.
  ['EADDRNOTAVAIL', 'destination_ip_unroutable'],
  ['EAFNOSUPPORT', 'destination_ip_unroutable'],
  // A link-local address without its zone.
  ['EINVAL', 'destination_ip_unroutable'],
  // A local firewall rule.
  ['EACCES', 'destination_ip_unroutable'],
  ['EPERM', 'destination_ip_unroutable'],
]);

/** c-ares' names, for lookups that do not go through getaddrinfo. */
const lookupErrnos: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ENODATA',
  'ESERVFAIL',
  'EFORMERR',
  'ENOTIMP',
  'EREFUSED',
  'EBADNAME',
  'EBADRESP',
  'ETIMEOUT',
  'ECANCELLED',
  'ERR_INVALID_IP_ADDRESS',
]);

/**
 * Why there is no connection. What the table does not name (`ECONNRESET`, or `EMFILE` on our own side) is
 * `connection_terminated`. Where a name has several addresses and all fail, Node's error carries the first one's code.
 */
export function connectErrorCode(error: NodeJS.ErrnoException): AttemptErrorCode {
  const errno = error.code ?? '';
  if (error.syscall === 'getaddrinfo' || errno.startsWith('EAI_') || lookupErrnos.has(errno)) {
    return 'dns_error';
  }
  return codeOfErrno.get(errno) ?? 'connection_terminated';
}
