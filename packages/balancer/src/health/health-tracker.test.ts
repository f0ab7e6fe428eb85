import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HealthTracker } from './health-tracker.ts';

/** A tracker after checks that passed (`+`) and failed (`-`). */
function after(checks: string, options = { rise: 2, fall: 3 }): HealthTracker {
  const tracker = new HealthTracker(options);
  for (const check of checks)
    if (check === '+') tracker.passed();
    else tracker.failed();
  return tracker;
}

describe('an endpoint that was never checked', () => {
  it('is unknown, and its checks come fast', () => {
    const tracker = after('');
    expect(tracker.state).toEqual({ kind: 'unknown' });
    expect(tracker.changing).toBe(true);
  });

  it.each([
    { name: 'healthy after the first pass', check: '+', state: { kind: 'healthy', failures: 0 } },
    { name: 'unhealthy after the first failure', check: '-', state: { kind: 'unhealthy', passes: 0 } },
  ])('is $name', ({ check, state }) => {
    const tracker = after(check);
    expect(tracker.state).toEqual(state);
    expect(tracker.changing).toBe(false);
  });
});

describe('a tracked endpoint', () => {
  it.each([
    { name: 'stays healthy with two failures', checks: '+--', state: { kind: 'healthy', failures: 2 } },
    { name: 'falls with the third failure', checks: '+---', state: { kind: 'unhealthy', passes: 0 } },
    { name: 'begins anew after a pass', checks: '+--+--', state: { kind: 'healthy', failures: 2 } },
    { name: 'stays unhealthy with one pass', checks: '-+', state: { kind: 'unhealthy', passes: 1 } },
    { name: 'rises with the second pass', checks: '-++', state: { kind: 'healthy', failures: 0 } },
    { name: 'begins anew after a failure', checks: '-+-+', state: { kind: 'unhealthy', passes: 1 } },
    {
      name: 'counts failures from none after it rose',
      checks: '-++--',
      state: { kind: 'healthy', failures: 2 },
    },
  ])('$name', ({ checks, state }) => {
    expect(after(checks).state).toEqual(state);
  });

  it.each([
    { name: 'settled as healthy', checks: '+', changing: false },
    { name: 'failing', checks: '+-', changing: true },
    { name: 'settled as unhealthy', checks: '+---', changing: false },
    { name: 'passing', checks: '-+', changing: true },
    { name: 'settled again', checks: '-+-', changing: false },
  ])('is checked fast or not: $name', ({ checks, changing }) => {
    expect(after(checks).changing).toBe(changing);
  });

  it('tells the moment of a change, and only that', () => {
    const tracker = new HealthTracker({ rise: 2, fall: 3 });
    const changes = [
      tracker.passed(),
      tracker.failed(),
      tracker.failed(),
      tracker.failed(),
      tracker.failed(),
      tracker.passed(),
      tracker.passed(),
      tracker.passed(),
    ];
    expect(changes).toEqual([true, false, false, true, false, false, true, false]);
  });

  it('changes with every check when one is enough', () => {
    expect(after('+-', { rise: 1, fall: 1 }).state).toEqual({ kind: 'unhealthy', passes: 0 });
    expect(after('+-+', { rise: 1, fall: 1 }).state).toEqual({ kind: 'healthy', failures: 0 });
  });
});

const anyOptions = fc.record({ rise: fc.integer({ min: 1, max: 5 }), fall: fc.integer({ min: 1, max: 5 }) });
const anyChecks = fc.string({ unit: fc.constantFrom('+', '-'), minLength: 1, maxLength: 60, size: 'max' });

describe('whatever the checks say', () => {
  it('`fall` failures in a row make it unhealthy, and `rise` passes healthy', () => {
    fc.assert(
      fc.property(anyOptions, anyChecks, (options, checks) => {
        expect(after(checks + '-'.repeat(options.fall), options).state.kind).toBe('unhealthy');
        expect(after(checks + '+'.repeat(options.rise), options).state.kind).toBe('healthy');
      }),
    );
  });

  it('a count never reaches what would have changed the state', () => {
    fc.assert(
      fc.property(anyOptions, anyChecks, (options, checks) => {
        const state = { failures: 0, passes: 0, ...after(checks, options).state };
        expect(state.failures).toBeLessThan(options.fall);
        expect(state.passes).toBeLessThan(options.rise);
      }),
    );
  });

  it('says that it changed exactly when the kind of its state is another one', () => {
    fc.assert(
      fc.property(anyOptions, anyChecks, (options, checks) => {
        const tracker = new HealthTracker(options);
        for (const check of checks) {
          const before = tracker.state.kind;
          const changed = check === '+' ? tracker.passed() : tracker.failed();
          expect(changed).toBe(tracker.state.kind !== before);
        }
      }),
    );
  });
});
