import { fieldValues, parseAuthority } from '@hostler/http';
import type { ClientRequest } from '../data-plane/exchange.ts';

/** What a method looks like: a token (RFC 9110 5.6.2). */
export const methodPattern = /^[!#$%&'*+.^_`|~\w-]+$/;

/** A request that nobody sends: what an operator, or a route test, asks about. */
export interface AskedRequest {
  /** `http://host/path?query`, taken as it is written: odd spellings are what one asks about. */
  readonly url: string;
  /** @default 'GET' */
  readonly method?: string;
  /** Names and values in turn, beside `Host`; a `Host` here is sent in place of the URL's. */
  readonly headers?: readonly string[];
  /** The address that it comes from. @default '127.0.0.1' */
  readonly from?: string;
}

/** A question as the data plane would see it on a connection. */
export interface Asked {
  readonly request: ClientRequest;
  readonly unmetExpectation: boolean;
  /** It asks for a WebSocket (RFC 6455 4.1). */
  readonly upgrade: boolean;
}

/** The port of a client is anybody's guess; this one belongs to nobody. */
const CLIENT_PORT = 0;

/** @returns `null` when the URL is no http or https URL with a host */
export function askedRequest({
  url,
  method = 'GET',
  headers = [],
  from = '127.0.0.1',
}: AskedRequest): Asked | null {
  const [whole, scheme, authority] = /^(https?):\/\/([^/?#]+)/i.exec(url) ?? [];
  if (whole === undefined || scheme === undefined || authority === undefined) return null;
  const target = url.slice(whole.length).replace(/#.*$/s, '');
  const tls = scheme.toLowerCase() === 'https';
  const ownHost = fieldValues(headers, 'host').length > 0;
  const fields = ownHost ? [...headers] : ['Host', authority, ...headers];
  return {
    request: {
      method,
      target: target.startsWith('/') ? target : `/${target}`,
      httpVersion: '1.1',
      headers: fields,
      peer: {
        address: from,
        port: CLIENT_PORT,
        localPort: parseAuthority(authority)?.port ?? (tls ? 443 : 80),
        tls,
      },
    },
    unmetExpectation: fieldValues(fields, 'expect').some((value) => value.toLowerCase() !== '100-continue'),
    upgrade:
      method === 'GET' && fieldValues(fields, 'upgrade').some((value) => value.toLowerCase() === 'websocket'),
  };
}
