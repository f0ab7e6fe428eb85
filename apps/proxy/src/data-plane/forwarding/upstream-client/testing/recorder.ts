import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { AttemptFailure, AttemptHandler } from '../attempt.ts';

type EventName = 'ready' | 'drained' | 'informational' | 'head' | 'chunk' | 'end' | 'failed';

/** A handler for tests that keeps what it is told, and can be waited for. */
export class Recorder implements AttemptHandler {
  /** Names of the calls in order; pieces of the body one after the other count once. */
  readonly events: EventName[] = [];
  readonly informationals: ResponseHead[] = [];
  finalHead: ResponseHead | null = null;
  framing: BodyFraming | null = null;
  readonly chunks: Buffer[] = [];
  trailers: RawHeaders | null = null;
  failure: AttemptFailure | null = null;
  /** Called before the event is noted. */
  onEvent: (name: EventName) => void = () => {};
  readonly #waiting = new Map<EventName, (() => void)[]>();

  get body(): string {
    return Buffer.concat(this.chunks).toString('latin1');
  }

  /** Resolves at the first call of this name from now on, or at once if it came already. */
  async until(name: EventName): Promise<this> {
    if (!this.events.includes(name)) await this.next(name);
    return this;
  }

  /** Resolves at the next call of this name. */
  next(name: EventName): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    return promise;
  }

  /** Resolves when the attempt is over. */
  async over(): Promise<this> {
    await Promise.race([this.until('end'), this.until('failed')]);
    return this;
  }

  ready(): void {
    this.#note('ready');
  }

  drained(): void {
    this.#note('drained');
  }

  informational(head: ResponseHead): void {
    this.informationals.push(head);
    this.#note('informational');
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.finalHead = head;
    this.framing = framing;
    this.#note('head');
  }

  chunk(data: Buffer): void {
    this.chunks.push(data);
    this.#note('chunk');
  }

  end(trailers: RawHeaders): void {
    this.trailers = trailers;
    this.#note('end');
  }

  failed(failure: AttemptFailure): void {
    this.failure = failure;
    this.#note('failed');
  }

  #note(name: EventName): void {
    this.onEvent(name);
    if (name !== 'chunk' || this.events.at(-1) !== 'chunk') this.events.push(name);
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.delete(name);
    for (const resolve of waiting) resolve();
  }
}
