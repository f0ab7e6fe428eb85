import type { ClientIdentity, RawHeaders } from '@hostler/http';
import type { ClientRequest } from '../../../exchange.ts';

/** A client's request with these parts. */
export function requestOf({
  method = 'GET',
  target = '/',
  headers = [],
}: {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: RawHeaders;
}): ClientRequest {
  return {
    method,
    target,
    httpVersion: '1.1',
    headers,
    peer: { address: '192.0.2.1', port: 5_000, localPort: 80, tls: false },
  };
}

/** A client at this address. */
export function clientAt(address: string): ClientIdentity {
  return { address, proto: 'http', port: 80, host: null, trusted: false, source: 'peer' };
}
