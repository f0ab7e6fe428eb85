import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Watch } from '../../testing/watch.ts';
import { maxEjected } from './ejection.ts';

const ALL = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
const anyName = fc.constantFrom(...ALL);

type Step =
  | { readonly do: 'fail'; readonly name: string; readonly reset: number; readonly gatewayFailure: number }
  | { readonly do: 'answer'; readonly name: string }
  | { readonly do: 'pass'; readonly name: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'update'; readonly names: readonly string[] }
  | { readonly do: 'protect'; readonly names: readonly string[] };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      name: anyName,
      reset: fc.nat(6),
      gatewayFailure: fc.nat(6),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), name: anyName }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), name: anyName }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('update' as const), names: fc.subarray([...ALL]) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('protect' as const), names: fc.subarray([...ALL]) }) },
);

function take(watch: Watch, step: Step): void {
  switch (step.do) {
    case 'fail':
      watch.record(step.name, step);
      break;
    case 'answer':
      watch.record(step.name, { success: 1 });
      break;
    case 'pass':
      watch.detector.readmit(step.name);
      break;
    case 'wait':
      watch.waitMs(step.ms);
      watch.advance();
      break;
    case 'update':
      watch.detector.endpoints(step.names);
      break;
    case 'protect':
      watch.mayEject = (name) => !step.names.includes(name);
      break;
  }
}

const anyRun = fc.record({ percent: fc.nat(100), steps: fc.array(anyStep, { maxLength: 120, size: 'max' }) });

function watching(percent: number): Watch {
  return new Watch(ALL, { maxEjectedPercent: percent, failureRatePercent: 80 });
}

function ejectedOf(watch: Watch): string[] {
  return ALL.filter((name) => watch.detector.ejection(name) !== null);
}

describe('whatever is reported in whatever order', () => {
  it('no more are out than their share, one always allowed, and never all', () => {
    fc.assert(
      fc.property(anyRun, ({ percent, steps }) => {
        const watch = watching(percent);
        let size: number = ALL.length;
        for (const step of steps) {
          take(watch, step);
          if (step.do === 'update') size = step.names.length;
          expect(ejectedOf(watch).length).toBeLessThanOrEqual(maxEjected(size, percent));
        }
      }),
    );
  });

  it('one that must not go does not go', () => {
    fc.assert(
      fc.property(anyRun, ({ percent, steps }) => {
        const watch = watching(percent);
        let mustStay: readonly string[] = [];
        for (const step of steps) {
          if (step.do === 'protect') mustStay = step.names;
          const before = watch.ejected.length;
          take(watch, step);
          const names = watch.ejected.slice(before).map(({ name }) => name);
          expect(names.filter((name) => mustStay.includes(name))).toEqual([]);
        }
      }),
    );
  });

  it('each ejection lasts its count times the base, at most the longest', () => {
    fc.assert(
      fc.property(anyRun, ({ percent, steps }) => {
        const watch = watching(percent);
        for (const step of steps) take(watch, step);
        for (const { lastsMs, times } of watch.ejected)
          expect(lastsMs).toBe(Math.min(300_000, 10_000 * times));
      }),
    );
  });

  it('the count of an endpoint’s ejections begins with one and grows by one at most', () => {
    fc.assert(
      fc.property(anyRun, ({ percent, steps }) => {
        const watch = watching(percent);
        for (const step of steps) take(watch, step);
        for (const name of ALL) {
          const counts = watch.ejected.filter((ejection) => ejection.name === name).map(({ times }) => times);
          for (const [index, times] of counts.entries()) {
            expect(times).toBeGreaterThanOrEqual(1);
            expect(times).toBeLessThanOrEqual((counts[index - 1] ?? 0) + 1);
          }
        }
      }),
    );
  });

  it('nobody is out past its time, and the next change is the first of those times', () => {
    fc.assert(
      fc.property(anyRun, ({ percent, steps }) => {
        const watch = watching(percent);
        for (const step of steps) {
          take(watch, step);
          const endsMs = ejectedOf(watch).map((name) => watch.detector.ejection(name)?.untilMs ?? NaN);
          for (const endMs of endsMs) expect(endMs).toBeGreaterThan(watch.nowMs);
          expect(watch.detector.nextChangeAtMs).toBe(endsMs.length === 0 ? null : Math.min(...endsMs));
        }
      }),
    );
  });
});
