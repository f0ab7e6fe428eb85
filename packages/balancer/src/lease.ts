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
   * The first call is also what `peak-ewma` measures.
   */
  answered(): void;
  /**
   * The endpoint asked to be left alone for so long (`Retry-After`): it is in backoff until then.
   * @param ms 0 or less is no wish; more than 60,000 counts as that much
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
  nowMs(): number;
  judged(lease: EndpointLease, outcome: Outcome, nowMs: number): void;
  askedToWait(lease: EndpointLease, ms: number): void;
  released(lease: EndpointLease, outcome: Outcome, nowMs: number): void;
}

/** @see Lease */
export class EndpointLease implements Lease {
  readonly endpoint: ManagedEndpoint;
  readonly ticket: BackoffTicket;
  readonly #owner: LeaseOwner;
  readonly #startedMs: number;
  #state: 'waiting' | 'answered' | 'released' = 'waiting';

  constructor(endpoint: ManagedEndpoint, startedMs: number, owner: LeaseOwner) {
    this.endpoint = endpoint;
    this.ticket = endpoint.begin(startedMs);
    this.#startedMs = startedMs;
    this.#owner = owner;
  }

  answered(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'answered';
    const nowMs = this.#owner.nowMs();
    this.endpoint.measure('success', nowMs - this.#startedMs, nowMs);
    this.#owner.judged(this, 'success', nowMs);
  }

  retryAfter(ms: number): void {
    if (this.#state !== 'released') this.#owner.askedToWait(this, ms);
  }

  release(outcome: Outcome): void {
    if (this.#state === 'released') return;
    const nowMs = this.#owner.nowMs();
    this.endpoint.measure(outcome, this.#state === 'answered' ? null : nowMs - this.#startedMs, nowMs);
    this.#state = 'released';
    this.#owner.released(this, outcome, nowMs);
  }
}
