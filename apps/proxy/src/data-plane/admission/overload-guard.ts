import type { ServiceConfig } from '@hostler/config';
import type { Clock, Timer } from '../../clock.ts';

/** How much a service's requests matter when not all can be served. */
export type Priority = ServiceConfig['limits']['priority'];

/** How often the lag is measured. @unit ms */
const sampleEveryMs = 100;
/** How long the lag must stay above a limit, without one sample below. @unit ms  @see CoDel's interval */
const lastingMs = 1_000;
/** Shed from this many times `maxLagMs`, by priority: what matters least goes first. */
const limits: Readonly<Record<Priority, number>> = { low: 1, normal: 2, high: 4 };
const priorities = ['low', 'normal', 'high'] as const satisfies readonly Priority[];
/** Once shedding, a level ends below this share of its limit, or it would begin and end with every second. */
const endsBelow = 0.5;

/** Is told when requests of a priority begin to be shed, and when that ends. */
export type OverloadListener = (priority: Priority, isShedding: boolean, lagMs: number) => void;

/**
 * The guard that a configuration asks for, measuring; `null` when it asks for none.
 * @param before the one so far: goes on with the same limit, and ends with another one
 */
export function guardOverload(
  maxLagMs: number | null,
  clock: Clock,
  before: OverloadGuard | null,
  onChange: OverloadListener,
): OverloadGuard | null {
  if (before !== null && before.maxLagMs === maxLagMs) return before;
  before?.stop();
  if (maxLagMs === null) return null;
  const guard = new OverloadGuard(maxLagMs, clock, onChange);
  guard.start();
  return guard;
}

/**
 * Refuses new requests while the event loop is late, so that those which are served are served in time.
 *
 * Lag is how much later than due a timer fires: everything that waits for the loop waits about as long. As in CoDel
 * (RFC 8289) what counts is not its height but that it stays: a level begins when every sample of the last second was
 * above the limit, so that one pause, be it for garbage, sheds nothing, and ends with the first one below half of it.
 *
 * Requests under way are not touched, and neither is the health path, which is answered before this is asked.
 */
export class OverloadGuard {
  readonly maxLagMs: number;
  readonly #clock: Clock;
  readonly #levels: Readonly<Record<Priority, Level>>;
  readonly #onChange: OverloadListener;
  #timer: Timer | null = null;
  #dueAt = 0;

  /** @param maxLagMs lag from which low priority is shed; normal from twice, high from four times that. @minimum 1 */
  constructor(maxLagMs: number, clock: Clock, onChange: OverloadListener) {
    this.maxLagMs = maxLagMs;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#levels = {
      low: new Level(maxLagMs * limits.low),
      normal: new Level(maxLagMs * limits.normal),
      high: new Level(maxLagMs * limits.high),
    };
  }

  /** Whether a new request of this priority is to be turned away. */
  refuses(priority: Priority): boolean {
    return this.#levels[priority].isShedding;
  }

  /** Begins to measure. Does nothing when it does already. */
  start(): void {
    if (this.#timer !== null) return;
    this.#dueAt = this.#clock.now() + sampleEveryMs;
    this.#timer = this.#clock.setTimeout(() => this.#sample(), sampleEveryMs);
    // Who listens keeps the process alive.
    this.#timer.unref?.();
  }

  /** Measures no more, and refuses nobody. */
  stop(): void {
    this.#timer?.close();
    this.#timer = null;
    for (const level of Object.values(this.#levels)) level.reset();
  }

  #sample(): void {
    const now = this.#clock.now();
    const lagMs = now - this.#dueAt;
    for (const priority of priorities) {
      const level = this.#levels[priority];
      const wasShedding = level.isShedding;
      level.sample(lagMs, now);
      if (level.isShedding !== wasShedding) this.#onChange(priority, level.isShedding, lagMs);
    }
    this.#dueAt = now + sampleEveryMs;
    this.#timer?.refresh();
  }
}

/** Whether the lag has stayed above one limit. */
class Level {
  readonly #limitMs: number;
  /** When the first of an unbroken row of samples above the limit was taken; `null` when the last one was below. */
  #aboveSince: number | null = null;
  isShedding = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  sample(lagMs: number, now: number): void {
    if (lagMs <= (this.isShedding ? this.#limitMs * endsBelow : this.#limitMs)) {
      this.reset();
      return;
    }
    this.#aboveSince ??= now;
    this.isShedding ||= now - this.#aboveSince >= lastingMs;
  }

  reset(): void {
    this.#aboveSince = null;
    this.isShedding = false;
  }
}
