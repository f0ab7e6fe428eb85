import type { ServiceConfig } from '@hostler/config';
import type { ClientIdentity } from '@hostler/http';
import type { ClientRequest } from '../../exchange.ts';
import { createHashKey } from './hash-key.ts';
import type { HashKey } from './hash-key.ts';
import { StickyCookie } from './sticky-cookie.ts';

/** What a request says about the endpoint that it should go to: a hash of one of its parts, or a cookie of ours. */
export interface Affinity {
  /**
   * What a consistent-hash policy goes by: a uint32 that every replica computes alike.
   * @returns `null` when the service does not hash, or the request lacks the part that is hashed
   */
  hash(request: ClientRequest, client: ClientIdentity): number | null;
  /** Name of the endpoint that the request's sticky cookie stands for; `null` when it has none that is ours. */
  preferred(request: ClientRequest): string | null;
  /**
   * The `Set-Cookie` value that binds the client to the endpoint which answered.
   * @param secure the client's own connection is TLS, as far as that is known for certain
   * @returns `null` when nothing is to be set: the client has this cookie already, or cookies are off
   */
  setCookie(endpointName: string, request: ClientRequest, secure: boolean): string | null;
  /** The names of the endpoints that the service has from now on. Cookies of others are not known any more. */
  update(endpointNames: Iterable<string>): void;
}

/**
 * @param secret signs sticky cookies; the same on all replicas
 * @returns `null` when the service is indifferent to who asks, which costs a request one comparison
 */
export function createAffinity(
  { name, loadBalancing: { policy, hashOn, sticky } }: Pick<ServiceConfig, 'name' | 'loadBalancing'>,
  secret: string | null,
): Affinity | null {
  const hashes = policy === 'consistent-hash';
  if (!hashes && sticky === null) return null;
  if (sticky !== null && secret === null)
    throw new Error('sticky cookies without a secret passed validation');
  return new ServiceAffinity(
    hashes ? createHashKey(hashOn ?? { kind: 'client' }) : null,
    sticky === null || secret === null ? null : new StickyCookie(sticky, name, secret),
  );
}

class ServiceAffinity implements Affinity {
  readonly #hashKey: HashKey | null;
  readonly #cookie: StickyCookie | null;

  constructor(hashKey: HashKey | null, cookie: StickyCookie | null) {
    this.#hashKey = hashKey;
    this.#cookie = cookie;
  }

  hash(request: ClientRequest, client: ClientIdentity): number | null {
    return this.#hashKey === null ? null : this.#hashKey(request, client);
  }

  preferred({ headers }: ClientRequest): string | null {
    return this.#cookie === null ? null : this.#cookie.endpointOf(headers);
  }

  setCookie(endpointName: string, { headers }: ClientRequest, secure: boolean): string | null {
    if (this.#cookie === null || this.#cookie.endpointOf(headers) === endpointName) return null;
    return this.#cookie.field(endpointName, secure);
  }

  update(endpointNames: Iterable<string>): void {
    this.#cookie?.update(endpointNames);
  }
}
