import { createHmac } from 'node:crypto';
import type { ServiceConfig } from '@hostler/config';
import type { RawHeaders } from '@hostler/http';
import { findCookie } from './find-cookie.ts';

/** Keeps our digests apart from whatever else the secret may sign one day. */
const purpose = 'hostler sticky cookie 1';
/** 128 bits: nobody guesses one, and it is 22 characters. */
const digestBytes = 16;

/** The two forms of an endpoint's cookie. */
interface Fields {
  readonly plain: string;
  readonly secure: string;
}

/**
 * The cookie that binds a client to an endpoint.
 *
 * Its value is a keyed digest (HMAC-SHA256) of the service's and the endpoint's name. It does not reveal an address, is
 * the same on every replica with the same `proxy.secret`, cannot be made without that, and means nothing to another
 * service. It is recognised by looking it up among the digests of the endpoints that there are, so a cookie of an
 * endpoint that is gone is like none.
 *
 * A lookup in a `Map` does not take constant time, and need not: what it compares are hashes seeded by the process, so
 * its time does not lead byte by byte to a digest, and who had one would only choose among endpoints that answer
 * everybody. Comparing with each digest in constant time would cost a request time for every endpoint.
 *
 * The endpoint gets the cookie too, as with nginx, Caddy and Traefik: the client's `Cookie` fields go on untouched.
 */
export class StickyCookie {
  readonly #name: string;
  readonly #service: string;
  readonly #secret: string;
  readonly #attributes: string;
  #endpoints: ReadonlyMap<string, string> = new Map();
  #fields: ReadonlyMap<string, Fields> = new Map();
  readonly #lookUp = (value: string): string | null => this.#endpoints.get(value) ?? null;

  constructor(
    { cookie, maxAgeMs }: NonNullable<ServiceConfig['loadBalancing']['sticky']>,
    service: string,
    secret: string,
  ) {
    this.#name = cookie;
    this.#service = service;
    this.#secret = secret;
    const maxAge = maxAgeMs === null ? '' : `; Max-Age=${Math.ceil(maxAgeMs / 1000)}`;
    this.#attributes = `; Path=/; HttpOnly; SameSite=Lax${maxAge}`;
  }

  /** The endpoint that the client's cookie names; of several cookies with our name the first that is known counts. */
  endpointOf(headers: RawHeaders): string | null {
    return findCookie(headers, this.#name, this.#lookUp);
  }

  /** @returns the whole value of `Set-Cookie`; `null` for an endpoint that the service has no more */
  field(endpointName: string, secure: boolean): string | null {
    const fields = this.#fields.get(endpointName);
    if (fields === undefined) return null;
    return secure ? fields.secure : fields.plain;
  }

  update(endpointNames: Iterable<string>): void {
    const endpoints = new Map<string, string>();
    const fields = new Map<string, Fields>();
    for (const name of endpointNames) {
      const digest = this.#digest(name);
      const plain = `${this.#name}=${digest}${this.#attributes}`;
      endpoints.set(digest, name);
      fields.set(name, { plain, secure: `${plain}; Secure` });
    }
    this.#endpoints = endpoints;
    this.#fields = fields;
  }

  #digest(endpointName: string): string {
    return (
      createHmac('sha256', this.#secret)
        // As JSON, because parts that are only put one after the other can be read in two ways.
        .update(JSON.stringify([purpose, this.#service, endpointName]))
        .digest()
        .subarray(0, digestBytes)
        .toString('base64url')
    );
  }
}
