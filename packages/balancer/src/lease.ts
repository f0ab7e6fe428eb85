import type { BackoffTicket } from './backoff.ts';
import type { Endpoint } from './endpoint.ts';
import type { ManagedEndpoint } from './managed-endpoint.ts';
import type { Outcome } from './outcome.ts';

/** A picked endpoint, counted in flight until `release`. */
export interface Lease {
  readonly endpoint: Endpoint;
  /**
   * A final response head came that does not count against the endpoint: its backoff ends now, not only when the
   * body has come. Without this call a long download or a WebSocket as trial would keep its endpoint last for hours.
   */
  answered(): void;
  /**
   * The endpoint asked to be left alone for so long (`Retry-After`): it is in backoff until then.
   * @unit ms  @maximum 60_000, more counts as that much
   */
  retryAfter(ms: number): void;
  /**
   * Gives the endpoint back. The first call counts and later ones do nothing, because the ways out of a request
   * cross (an abort while a failure is reported), and a count that went down twice would be wrong for good.
   */
  release(outcome: Outcome): void;
}

/** Who hears from a lease. */
export interface LeaseOwner {
  answered(endpoint: ManagedEndpoint, ticket: BackoffTicket): void;
  askedToWait(endpoint: ManagedEndpoint, ms: number): void;
  released(endpoint: ManagedEndpoint, ticket: BackoffTicket, outcome: Outcome): void;
}

/** @see Lease */
export class EndpointLease implements Lease {
  readonly endpoint: ManagedEndpoint;
  readonly #ticket: BackoffTicket;
  readonly #owner: LeaseOwner;
  #released = false;

  constructor(endpoint: ManagedEndpoint, ticket: BackoffTicket, owner: LeaseOwner) {
    this.endpoint = endpoint;
    this.#ticket = ticket;
    this.#owner = owner;
  }

  answered(): void {
    if (!this.#released) this.#owner.answered(this.endpoint, this.#ticket);
  }

  retryAfter(ms: number): void {
    if (!this.#released) this.#owner.askedToWait(this.endpoint, ms);
  }

  release(outcome: Outcome): void {
    if (this.#released) return;
    this.#released = true;
    this.#owner.released(this.endpoint, this.#ticket, outcome);
  }
}
