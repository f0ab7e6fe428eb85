import { HealthTracker } from '@hostler/balancer';
import type { Health } from '@hostler/balancer';
import type { HealthCheckConfig } from '@hostler/config';
import type { Clock, Timer } from '../../clock.ts';
import type { Probe, ProbeTarget } from './probe.ts';
import type { ProbeSlots } from './probe-slots.ts';

/** What an endpoint is checked with. */
export interface CheckParts {
  readonly config: HealthCheckConfig;
  readonly probe: Probe;
  readonly slots: ProbeSlots;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What one probe brought. */
export interface CheckResult {
  /** Before and after it. */
  readonly from: Health;
  readonly to: Health;
  /** What is wrong with the endpoint; `null` when the probe passed. */
  readonly error: string | null;
  /** When the probe began, on the clock. */
  readonly startedAtMs: number;
}

/** The active check of one endpoint: probes it again and again, one at a time, and counts. */
export class EndpointCheck {
  readonly #target: ProbeTarget;
  readonly #parts: CheckParts;
  readonly #onResult: (result: CheckResult) => void;
  readonly #tracker: HealthTracker;
  readonly #inherited: Health;
  #last: { readonly at: Date; readonly error: string | null } | null = null;
  #timer: Timer | null = null;
  #cancelProbe: (() => void) | null = null;
  #leaveSlot: (() => void) | null = null;

  /** @param inherited what is known of it, until the first result */
  constructor(
    target: ProbeTarget,
    parts: CheckParts,
    onResult: (result: CheckResult) => void,
    inherited: Health = 'unknown',
  ) {
    this.#target = target;
    this.#parts = parts;
    this.#inherited = inherited;
    this.#onResult = onResult;
    this.#tracker = new HealthTracker(parts.config);
  }

  get health(): Health {
    const { kind } = this.#tracker.state;
    return kind === 'unknown' ? this.#inherited : kind;
  }

  /** When the last probe ended, and what was wrong then; `null` before the first. */
  get last(): { readonly at: Date; readonly error: string | null } | null {
    return this.#last;
  }

  /** Begins at once; where there are many to begin with, at any time within the first interval. Called once. */
  start(): void {
    const { slots, random, config } = this.#parts;
    if (slots.hasFree) this.#enqueue();
    else this.#timer = this.#parts.clock.setTimeout(() => this.#enqueue(), random() * config.intervalMs);
  }

  /** Ends a probe that runs, without a result. */
  stop(): void {
    this.#timer?.close();
    this.#cancelProbe?.();
    this.#leaveSlot?.();
  }

  #enqueue(): void {
    this.#leaveSlot = this.#parts.slots.take(() => this.#begin());
  }

  #begin(): void {
    const startedAtMs = this.#parts.clock.now();
    this.#cancelProbe = this.#parts.probe(this.#target, (error) => this.#ended(error, startedAtMs));
  }

  #ended(error: string | null, startedAtMs: number): void {
    this.#cancelProbe = null;
    this.#leaveSlot?.();
    const from = this.health;
    if (error === null) this.#tracker.passed();
    else this.#tracker.failed();
    this.#last = { at: new Date(), error };
    const passedMs = this.#parts.clock.now() - startedAtMs;
    const waitMs = Math.max(0, this.#periodMs() - passedMs);
    this.#timer = this.#parts.clock.setTimeout(() => this.#enqueue(), waitMs);
    this.#onResult({ from, to: this.health, error, startedAtMs });
  }

  /** From the beginning of a probe to that of the next one. */
  #periodMs(): number {
    const { intervalMs, changingIntervalMs, jitterPercent } = this.#parts.config;
    const period = this.#tracker.changing ? Math.min(changingIntervalMs, intervalMs) : intervalMs;
    return period * (1 + ((2 * this.#parts.random() - 1) * jitterPercent) / 100);
  }
}
