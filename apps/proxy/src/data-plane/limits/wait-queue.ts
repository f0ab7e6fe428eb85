import type { Clock, Timer } from '../../clock.ts';

/** A request that waits until there is room at its service. */
export interface Waiter {
  /** There may be room: takes it. @returns whether its wait is over; false when there was no room */
  proceed(): boolean;
  /** It has waited for as long as it may. */
  expired(): void;
}

/** Why somebody waits: to be let in, or as a retry, which is in flight and which not every endpoint can take. */
export type WaitReason = 'entry' | 'retry';

export interface WaitQueueOptions {
  /** The most that wait at once. @minimum 1 */
  readonly size: number;
  /** How long each may wait. @unit ms  @minimum 1 */
  readonly deadlineMs: number;
}

/**
 * Requests waiting at one service, first in, first out, each for so long at most.
 *
 * Whoever frees something calls `wake`, as often as it likes: the queue looks once, after the caller is done, so that
 * no request begins in the middle of another one's end. It starts waiters from the front until one finds no room, and
 * so never wakes more than there is room for, nor lets one overtake another. A retry that finds none holds up nobody:
 * what was freed may be an endpoint that it has tried.
 *
 * O(1) to join and to leave; one timer, whatever the length.
 */
export class WaitQueue {
  readonly #size: number;
  readonly #deadlineMs: number;
  readonly #clock: Clock;
  /** In the order of their arrival, so that who waits for longest is first. */
  readonly #waiting = new Map<Waiter, Wait>();
  #entries = 0;
  #timer: Timer | null = null;
  #isAboutToServe = false;

  constructor({ size, deadlineMs }: WaitQueueOptions, clock: Clock) {
    this.#size = size;
    this.#deadlineMs = deadlineMs;
    this.#clock = clock;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** Of those, who waits to be let in, and is before any that comes now. */
  get entries(): number {
    return this.#entries;
  }

  /** @returns false when the queue is full; the waiter is not in it then */
  join(waiter: Waiter, reason: WaitReason): boolean {
    if (this.#waiting.size >= this.#size) return false;
    this.#waiting.set(waiter, { reason, untilMs: this.#clock.now() + this.#deadlineMs });
    if (reason === 'entry') this.#entries += 1;
    this.#timer ??= this.#clock.setTimeout(this.#expire, this.#deadlineMs);
    return true;
  }

  /** It waits no longer; does nothing for one that did not. */
  leave(waiter: Waiter): void {
    this.#remove(waiter);
    this.#rest();
  }

  /** There may be room. */
  wake(): void {
    if (this.#isAboutToServe || this.#waiting.size === 0) return;
    this.#isAboutToServe = true;
    queueMicrotask(this.#serve);
  }

  readonly #serve = (): void => {
    this.#isAboutToServe = false;
    let isFull = false;
    for (const [waiter, { reason }] of this.#waiting) {
      if (isFull && reason === 'entry') continue;
      if (waiter.proceed()) this.#remove(waiter);
      else if (reason === 'entry') isFull = true;
    }
    this.#rest();
  };

  readonly #expire = (): void => {
    this.#timer = null;
    const nowMs = this.#clock.now();
    const expired: Waiter[] = [];
    for (const [waiter, { untilMs }] of this.#waiting) {
      if (untilMs > nowMs) {
        this.#timer = this.#clock.setTimeout(this.#expire, untilMs - nowMs);
        break;
      }
      this.#remove(waiter);
      expired.push(waiter);
    }
    for (const waiter of expired) waiter.expired();
  };

  #remove(waiter: Waiter): void {
    if (this.#waiting.get(waiter)?.reason === 'entry') this.#entries -= 1;
    this.#waiting.delete(waiter);
  }

  /** Nobody waits: no timer either. With somebody left, it may fire early and is set again then. */
  #rest(): void {
    if (this.#waiting.size > 0) return;
    this.#timer?.close();
    this.#timer = null;
  }
}

interface Wait {
  readonly reason: WaitReason;
  /** On the clock. */
  readonly untilMs: number;
}
