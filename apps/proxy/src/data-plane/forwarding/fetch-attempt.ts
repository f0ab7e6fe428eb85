import type { Lease, Outcome } from '@hostler/balancer';
import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { Switched, UpgradeHandler } from './upgrade-attempt.ts';
import type { Attempt, AttemptFailure } from './upstream-client/index.ts';

/** What an attempt tells the fetch that it belongs to. */
export interface FetchAttemptOwner {
  connected(attempt: FetchAttempt): void;
  drained(): void;
  informational(head: ResponseHead): void;
  /** A final head came; the owner answers with `hold` or `deliver`. */
  answered(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void;
  chunk(attempt: FetchAttempt, data: Buffer): void;
  ended(trailers: RawHeaders): void;
  switched(attempt: FetchAttempt, switched: Switched): void;
  attemptFailed(attempt: FetchAttempt, failure: AttemptFailure): void;
}

/** A response that is kept while the retry rule looks for a better one. Never more than one read's worth of body. */
interface HeldResponse {
  readonly head: ResponseHead;
  readonly framing: BodyFraming;
  readonly chunks: Buffer[];
  ending: { readonly trailers: RawHeaders } | AttemptFailure | null;
}

/** One attempt of a fetch together with its lease: what it brings goes to the fetch, or is held. */
export class FetchAttempt implements UpgradeHandler {
  readonly lease: Lease;
  readonly #owner: FetchAttemptOwner;
  #attempt: Attempt | null = null;
  #verdict: Outcome = 'success';
  #held: HeldResponse | null = null;

  constructor(owner: FetchAttemptOwner, lease: Lease) {
    this.#owner = owner;
    this.lease = lease;
  }

  /** @param attempt the exchange just opened with this as its handler; a second one when a reused socket was reset */
  begin(attempt: Attempt): void {
    this.#attempt = attempt;
  }

  get attempt(): Attempt {
    if (this.#attempt === null) throw new Error('an attempt is used before it was opened');
    return this.#attempt;
  }

  /** Gives up on the endpoint, if it has not ended by itself, and says what that means for it. */
  abandon(outcome: Outcome): void {
    this.#attempt?.abort();
    this.lease.release(outcome);
  }

  /** What the head of the response means for the endpoint, once all of the response has come. */
  judge(verdict: Outcome): void {
    this.#verdict = verdict;
  }

  /** Keeps the response that begins with this head, and holds the endpoint back. */
  hold(head: ResponseHead, framing: BodyFraming): void {
    this.#held = { head, framing, chunks: [], ending: null };
    this.attempt.pause();
  }

  /** The response being kept; `null` when there is none. */
  get heldHead(): { readonly head: ResponseHead; readonly framing: BodyFraming } | null {
    return this.#held;
  }

  /** Hands on what was kept, after its head, and everything that follows. */
  release(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.attempt.resume();
    for (const data of held.chunks) this.chunk(data);
    if (held.ending === null) return;
    if ('trailers' in held.ending) this.end(held.ending.trailers);
    else this.failed(held.ending);
  }

  ready(): void {
    this.#owner.connected(this);
  }

  drained(): void {
    this.#owner.drained();
  }

  informational(head: ResponseHead): void {
    this.#owner.informational(head);
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.#owner.answered(this, head, framing);
  }

  chunk(data: Buffer): void {
    if (this.#held === null) this.#owner.chunk(this, data);
    else this.#held.chunks.push(data);
  }

  end(trailers: RawHeaders): void {
    if (this.#held !== null) {
      this.#held.ending = { trailers };
      return;
    }
    this.lease.release(this.#verdict);
    this.#owner.ended(trailers);
  }

  switched(switched: Switched): void {
    this.#owner.switched(this, switched);
  }

  failed(failure: AttemptFailure): void {
    if (this.#held === null) this.#owner.attemptFailed(this, failure);
    else this.#held.ending = failure;
  }
}
