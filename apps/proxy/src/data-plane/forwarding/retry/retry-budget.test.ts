import { FakeClock } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

function setUp(
  options: {
    readonly percent?: number;
    readonly minPerSecond?: number;
    readonly workers?: number;
    readonly startMs?: number;
  } = {},
) {
  const clock = new FakeClock(options.startMs ?? 5_000);
  const budget = new RetryBudget({
    percent: options.percent ?? 20,
    minPerSecond: options.minPerSecond ?? 10,
    workers: options.workers ?? 1,
    clock,
  });
  const record = (requests: number): void => {
    for (let request = 0; request < requests; request++) budget.recordRequest();
  };
  /** Withdraws until it is refused. */
  const spendAll = (): number => {
    let spent = 0;
    while (budget.tryWithdraw()) spent += 1;
    return spent;
  };
  return { clock, budget, record, spendAll };
}

describe('a retry budget', () => {
  it('is 10 a second over the window before there were requests', () => {
    expect(setUp().spendAll()).toBe(100);
  });

  it.each([
    { workers: 4, reserve: 25 },
    { workers: 3, reserve: 34 },
    { workers: 256, reserve: 1 },
  ])('is a part of that in each of $workers workers: $reserve', ({ workers, reserve }) => {
    expect(setUp({ workers }).spendAll()).toBe(reserve);
  });

  it('grows by 20 % of the requests', () => {
    const { record, spendAll } = setUp();
    record(1_000);
    expect(spendAll()).toBe(300);
  });

  it('allows whole retries only', () => {
    const { record, spendAll } = setUp({ minPerSecond: 0 });
    record(4);
    expect(spendAll()).toBe(0);
    record(1);
    expect(spendAll()).toBe(1);
  });

  it('loses no retry to rounding', () => {
    const { record, spendAll } = setUp({ percent: 29, minPerSecond: 0 });
    record(100);
    expect(spendAll()).toBe(29);
  });

  it('has the reserve alone at 0 %', () => {
    const { record, spendAll } = setUp({ percent: 0 });
    record(1_000);
    expect(spendAll()).toBe(100);
  });

  it('lets every request be retried once at 100 %', () => {
    const { record, spendAll } = setUp({ percent: 100, minPerSecond: 0 });
    record(50);
    expect(spendAll()).toBe(50);
  });

  it('tells its balance without spending it', () => {
    const { budget, record } = setUp();
    record(10);
    expect(budget.balance).toBe(102);
    expect(budget.tryWithdraw()).toBe(true);
    expect(budget.balance).toBe(101);
  });
});

describe('the window', () => {
  it('forgets requests after ten seconds, not before', () => {
    const { clock, budget, record } = setUp({ minPerSecond: 0 });
    record(100);
    clock.advance(9_999);
    expect(budget.balance).toBe(20);
    clock.advance(1);
    expect(budget.balance).toBe(0);
  });

  it('gives what was spent back after ten seconds', () => {
    const { clock, spendAll } = setUp();
    expect(spendAll()).toBe(100);
    clock.advance(9_999);
    expect(spendAll()).toBe(0);
    clock.advance(1);
    expect(spendAll()).toBe(100);
  });

  it('moves second by second', () => {
    const { clock, budget, record } = setUp({ minPerSecond: 0 });
    for (let second = 0; second < 10; second++) {
      record(10);
      clock.advance(1_000);
    }
    // The first second has just left, the running one has no request yet.
    expect(budget.balance).toBe(18);
    clock.advance(4_000);
    expect(budget.balance).toBe(10);
  });

  it('goes below zero when retries outlive the requests that paid for them', () => {
    const { clock, budget, record, spendAll } = setUp({ minPerSecond: 0 });
    record(100);
    clock.advance(9_000);
    expect(spendAll()).toBe(20);
    clock.advance(1_000);
    expect(budget.balance).toBe(-20);
    expect(budget.tryWithdraw()).toBe(false);
  });

  it('is empty after a long silence', () => {
    const { clock, budget, record } = setUp({ minPerSecond: 0 });
    record(100);
    clock.advance(3_600_000);
    expect(budget.balance).toBe(0);
  });

  it('counts like a list of all requests and retries would', () => {
    const anyStep = fc.oneof(
      fc.record({
        do: fc.constantFrom('record' as const, 'withdraw' as const),
        times: fc.integer({ min: 1, max: 60 }),
      }),
      fc.record({ do: fc.constant('wait' as const), times: fc.integer({ min: 1, max: 15_000 }) }),
    );
    fc.assert(
      fc.property(fc.nat(100_000), fc.array(anyStep, { maxLength: 40 }), (startMs, steps) => {
        const { clock, budget } = setUp({ startMs, minPerSecond: 1 });
        const requests: number[] = [];
        const retries: number[] = [];
        const second = () => Math.floor(clock.now() / 1_000);
        const inWindow = (seconds: readonly number[]) =>
          seconds.filter((then) => then > second() - 10).length;
        for (const step of steps) {
          if (step.do === 'wait') clock.advance(step.times);
          for (let time = 0; step.do === 'record' && time < step.times; time++) {
            budget.recordRequest();
            requests.push(second());
          }
          for (let time = 0; step.do === 'withdraw' && time < step.times; time++) {
            if (budget.tryWithdraw()) retries.push(second());
          }
          expect(budget.balance).toBe(Math.floor((inWindow(requests) * 20) / 100 + 10 - inWindow(retries)));
        }
      }),
    );
  });
});
