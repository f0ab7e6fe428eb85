import { parseAuthority } from '@hostler/http';

/** The name of the endpoint that is meant, however the address is spelled; itself when it is none. */
export function endpointCalled(address: string): string {
  const authority = parseAuthority(address);
  if (authority === null || authority.port === null) return address;
  return `${authority.host}:${authority.port}`;
}
