import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { Clock, Timer } from '../../../clock.ts';
import type { Switched, UpgradeHandler } from '../upgrade-attempt.ts';
import type { Attempt, AttemptFacts, AttemptFailure, AttemptTimeouts } from '../upstream-client/index.ts';

/** How much later the final head comes. @unit ms */
export const slowFaultMs = 1_000;

/** An answer that came and is kept back. What one read brought of its body comes after its head all the same. */
interface Kept {
  readonly deliver: () => void;
  readonly chunks: Buffer[];
  ending: (() => void) | null;
  /** Closes what nobody will take. */
  readonly drop: () => void;
}

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'keeping'; readonly kept: Kept; readonly timer: Timer }
  | { readonly kind: 'passing' }
  | { readonly kind: 'over' };

/**
 * A real exchange whose final head comes a second later, and not at all if that is after `timeouts.responseHeader`.
 * Failures before the head come as they are.
 */
export class SlowAttempt implements Attempt, UpgradeHandler {
  readonly #handler: UpgradeHandler;
  readonly #timeouts: AttemptTimeouts;
  readonly #clock: Clock;
  readonly #real: Attempt;
  #state: State = { kind: 'waiting' };
  /** When the whole request was out. */
  #sentAt: number | null = null;
  /** The pipeline's own wish; while an answer is kept back the endpoint is held back too. */
  #paused = false;

  constructor(
    input: {
      readonly handler: UpgradeHandler;
      readonly timeouts: AttemptTimeouts;
      readonly clock: Clock;
    },
    openReal: (handler: UpgradeHandler) => Attempt,
  ) {
    this.#handler = input.handler;
    this.#timeouts = input.timeouts;
    this.#clock = input.clock;
    this.#real = openReal(this);
  }

  // What the pipeline asks for.

  /** Nothing of an answer shows while it is kept back. */
  get facts(): Readonly<AttemptFacts> {
    const { facts } = this.#real;
    if (this.#state.kind !== 'keeping') return facts;
    return {
      ...facts,
      responseStarted: false,
      finalHeadSeen: false,
      responseBodyBytes: 0,
      firstByteAt: null,
    };
  }

  write(chunk: Buffer): boolean {
    const more = this.#real.write(chunk);
    this.#noteSent();
    return more;
  }

  endBody(trailers: RawHeaders): void {
    this.#real.endBody(trailers);
    this.#noteSent();
  }

  pause(): void {
    this.#paused = true;
    this.#real.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#state.kind !== 'keeping') this.#real.resume();
  }

  abort(): void {
    const state = this.#state;
    this.#state = { kind: 'over' };
    if (state.kind === 'keeping') {
      state.timer.close();
      state.kept.drop();
    }
    this.#real.abort();
  }

  // What the endpoint answers.

  ready(): void {
    this.#noteSent();
    this.#handler.ready();
  }

  drained(): void {
    this.#handler.drained();
  }

  informational(head: ResponseHead): void {
    this.#handler.informational(head);
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.#keep(
      () => this.#handler.head(head, framing),
      () => {},
    );
    this.#real.pause();
  }

  switched(switched: Switched): void {
    this.#keep(
      () => this.#handler.switched(switched),
      () => switched.connection.destroy(),
    );
  }

  chunk(data: Buffer): void {
    if (this.#state.kind === 'keeping') this.#state.kept.chunks.push(data);
    else this.#handler.chunk(data);
  }

  end(trailers: RawHeaders): void {
    this.#end(() => this.#handler.end(trailers));
  }

  failed(failure: AttemptFailure): void {
    this.#end(() => this.#handler.failed(failure));
  }

  #end(ending: () => void): void {
    if (this.#state.kind === 'keeping') this.#state.kept.ending = ending;
    else ending();
  }

  #noteSent(): void {
    if (this.#sentAt === null && this.#real.facts.requestComplete) this.#sentAt = this.#clock.now();
  }

  #keep(deliver: () => void, drop: () => void): void {
    this.#noteSent();
    const { responseHeaderMs } = this.#timeouts;
    const leftMs =
      responseHeaderMs === null || this.#sentAt === null
        ? Infinity
        : this.#sentAt + responseHeaderMs - this.#clock.now();
    const timer =
      leftMs <= slowFaultMs
        ? this.#clock.setTimeout(() => this.#timeOut(), leftMs)
        : this.#clock.setTimeout(() => this.#pass(), slowFaultMs);
    this.#state = { kind: 'keeping', timer, kept: { deliver, chunks: [], ending: null, drop } };
  }

  #timeOut(): void {
    this.abort();
    this.#handler.failed({
      stage: 'sent',
      code: 'http_response_timeout',
      detail: 'no final head in time (injected)',
    });
  }

  #pass(): void {
    if (this.#state.kind !== 'keeping') return;
    const { deliver, chunks, ending } = this.#state.kept;
    this.#state = { kind: 'passing' };
    deliver();
    // Whoever is told may give up on the rest.
    for (const chunk of chunks) if (!this.#isOver()) this.#handler.chunk(chunk);
    if (this.#isOver()) return;
    if (ending !== null) ending();
    else if (!this.#paused) this.#real.resume();
  }

  #isOver(): boolean {
    return this.#state.kind === 'over';
  }
}
