import { isIPv4 } from 'node:net';
import { normaliseHost, parseAuthority, singleField } from '@hostler/http';
import type { Authority, RawHeaders } from '@hostler/http';

/** Whether a host, in canonical form, is always this machine: nobody's DNS can make it mean anything else. */
function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}

/** The same of an address to listen on, however it is written. */
export function isLoopbackAddress(address: string): boolean {
  const host = normaliseHost(address);
  return host !== null && isLoopbackHost(host);
}

/**
 * The Host of a request, if it is one of ours. A page in a browser whose name was rebound to our address sends its own
 * name: to believe only names that we know is what keeps it out (DNS rebinding). The port may be any: it is what people
 * forward that changes it, and no page can choose it.
 * @param hosts canonical names beside those of loopback
 * @returns `null` for any other, and for none or several
 */
export function ownHost(headers: RawHeaders, hosts: ReadonlySet<string>): Authority | null {
  const field = singleField(headers, 'host');
  const authority = field === null ? null : parseAuthority(field);
  if (authority === null) return null;
  return isLoopbackHost(authority.host) || hosts.has(authority.host) ? authority : null;
}
