import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { CircuitBreakerTicket } from './circuit-breaker.ts';

const TRIALS = 3;

type Step =
  | { readonly do: 'enter' }
  | { readonly do: 'end'; readonly ticket: number; readonly ok: boolean | null }
  | { readonly do: 'wait'; readonly ms: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('enter' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      ticket: fc.nat(),
      ok: fc.constantFrom(true, true, true, false, null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
  },
);

/** A breaker beside a plain list of the requests that are out. */
class Ledger {
  readonly breaker = new CircuitBreaker({
    failureRatePercent: 50,
    minRequests: 2,
    windowMs: 10_000,
    openMs: 5_000,
    trials: TRIALS,
  });
  /** What it answered against the rules. */
  readonly wrong: string[] = [];
  readonly #out: CircuitBreakerTicket[] = [];
  /** That of the state it is in now, once a request was let through in it. */
  #current: CircuitBreakerTicket | null = null;
  #nowMs = 0;

  take(step: Step): void {
    const before = this.breaker.state;
    switch (step.do) {
      case 'enter':
        this.#enter();
        break;
      case 'end':
        this.#end(step.ticket, step.ok);
        break;
      case 'wait':
        this.#nowMs += step.ms;
        break;
    }
    if (this.breaker.state.kind !== before.kind && step.do !== 'enter') this.#current = null;
  }

  /** How many trials of the round are in flight, by what the breaker says. */
  get claimedInFlight(): number {
    return this.breaker.state.kind === 'half-open' ? this.breaker.state.inFlight : 0;
  }

  /** How many really are. */
  get inFlight(): number {
    if (this.breaker.state.kind !== 'half-open') return 0;
    return this.#out.filter((ticket) => ticket === this.#current).length;
  }

  /** Whether the next request has to wait, by the rules. */
  get mustRefuse(): boolean {
    const { state } = this.breaker;
    if (state.kind === 'open') return this.#nowMs < state.untilMs;
    return state.kind === 'half-open' && this.inFlight + state.passed >= TRIALS;
  }

  #enter(): void {
    const { mustRefuse } = this;
    const before = this.breaker.state;
    const ticket = this.breaker.enter(this.#nowMs);
    if ((ticket === 'refused') !== mustRefuse) this.wrong.push(`${before.kind}, refused: ${!mustRefuse}`);
    if (ticket === 'refused') return;
    this.#current = ticket;
    this.#out.push(ticket);
  }

  #end(index: number, ok: boolean | null): void {
    const [ticket] = this.#out.splice(index % Math.max(1, this.#out.length), 1);
    if (ticket === undefined) return;
    const before = this.breaker.state;
    this.breaker.ended(ticket, ok, this.#nowMs);
    const isLate = ticket !== this.#current;
    if (isLate && this.breaker.state !== before) this.wrong.push(`${before.kind}, heard a late result`);
  }
}

describe('a breaker, whatever happens in whatever order', () => {
  it('counts its trials right, has no more than allowed, and refuses exactly when it must', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 200, size: 'max' }), (steps) => {
        const ledger = new Ledger();
        for (const step of steps) {
          ledger.take(step);
          expect(ledger.claimedInFlight).toBe(ledger.inFlight);
          expect(ledger.inFlight).toBeLessThanOrEqual(TRIALS);
          expect(ledger.wrong).toEqual([]);
        }
      }),
    );
  });
});
