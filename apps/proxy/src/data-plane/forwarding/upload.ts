import { nominatedFields, permittedTrailers } from '@hostler/http';
import type { RawHeaders } from '@hostler/http1';
import type { Clock, Timer } from '../../clock.ts';
import type { RequestBody, RequestBodySink } from '../exchange.ts';
import { ReplayBuffer } from './retry/replay-buffer.ts';
import type { Attempt } from './upstream-client/index.ts';

/** Bodies up to this size can be sent a second time; larger ones are streamed once. @unit bytes */
export const replayLimitBytes = 64 * 1024;

export interface UploadLimits {
  /** @unit bytes  `null` is unlimited. */
  readonly maxBodyBytes: number | null;
  /** How long the client may send nothing while we wait for it. @unit ms  `null` is for ever. */
  readonly idleMs: number | null;
}

/** Who is told that the client's body cannot be taken any further. */
export interface UploadListener {
  tooLarge(): void;
  clientIdle(): void;
}

/**
 * The client's request body on its way to whichever attempt is current.
 *
 * Nothing is read before the first attempt is connected, so that an attempt that never got that far costs the body nothing.
 * What was read is kept for the next attempt as long as it is small.
 */
export class Upload implements RequestBodySink {
  readonly #body: RequestBody;
  readonly #headers: RawHeaders;
  readonly #limits: UploadLimits;
  readonly #clock: Clock;
  readonly #listener: UploadListener;
  readonly #replay = new ReplayBuffer(replayLimitBytes);
  #attempt: Attempt | null = null;
  #reading = false;
  #trailers: RawHeaders | null = null;
  #completedAt = Infinity;
  #idleTimer: Timer | null = null;
  #bytes = 0;
  #stopped = false;

  /** @param headers of the request; what its Connection names goes from its trailers too */
  constructor(
    body: RequestBody,
    headers: RawHeaders,
    limits: UploadLimits,
    clock: Clock,
    listener: UploadListener,
  ) {
    this.#body = body;
    this.#headers = headers;
    this.#limits = limits;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Body bytes read from the client so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Everything read so far can be sent again. */
  get replayable(): boolean {
    return this.#replay.replayable;
  }

  /** All of it was read, so that any number of attempts can be given it. */
  get complete(): boolean {
    return this.#trailers !== null;
  }

  /** When that was, on the clock; `Infinity` before it. */
  get completedAt(): number {
    return this.#completedAt;
  }

  /** Gives an attempt what was read so far, and then the rest as it comes. */
  sendTo(attempt: Attempt): void {
    this.#attempt = attempt;
    let takesMore = true;
    for (const piece of this.#replay.pieces) takesMore = attempt.write(piece);
    if (this.#trailers !== null) {
      attempt.endBody(this.#trailers);
    } else if (takesMore) {
      this.#readOn();
    }
  }

  /** The attempt takes more. */
  drained(): void {
    if (this.#attempt !== null && this.#trailers === null) this.#readOn();
  }

  /** The attempt is over: the client waits until there is another one. */
  hold(): void {
    this.#attempt = null;
    this.#pause();
  }

  /** Nobody wants the rest. The adapter reads and drops it. */
  stop(): void {
    this.#stopped = true;
    this.#attempt = null;
    this.#stopTimer();
  }

  chunk(data: Buffer): void {
    if (this.#stopped) return;
    this.#idleTimer?.refresh();
    this.#bytes += data.length;
    if (this.#limits.maxBodyBytes !== null && this.#bytes > this.#limits.maxBodyBytes) {
      this.stop();
      this.#listener.tooLarge();
      return;
    }
    this.#replay.append(data);
    if (this.#attempt !== null && !this.#attempt.write(data)) this.#pause();
  }

  end(trailers: RawHeaders): void {
    if (this.#stopped) return;
    this.#trailers =
      trailers.length === 0 ? trailers : permittedTrailers(trailers, nominatedFields(this.#headers));
    this.#completedAt = this.#clock.now();
    this.#stopTimer();
    this.#attempt?.endBody(this.#trailers);
  }

  #readOn(): void {
    this.#stopTimer();
    if (this.#limits.idleMs !== null) {
      this.#idleTimer = this.#clock.setTimeout(() => {
        this.stop();
        this.#listener.clientIdle();
      }, this.#limits.idleMs);
    }
    if (this.#reading) {
      this.#body.resume();
    } else {
      this.#reading = true;
      this.#body.read(this);
    }
  }

  /** The client is not to blame for silence while we hold it back. */
  #pause(): void {
    this.#stopTimer();
    if (this.#reading && this.#trailers === null) this.#body.pause();
  }

  #stopTimer(): void {
    this.#idleTimer?.close();
    this.#idleTimer = null;
  }
}
