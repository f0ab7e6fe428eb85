import { describe, expect, it } from 'vitest';
import { candidatesOf, except, pick, picks, policyOf, policyOver, tally } from '../../testing/policy.ts';
import { createPeakEwma } from './peak-ewma.ts';

interface Scene {
  readonly weight?: number;
  readonly inFlight?: number;
  readonly latencyMs?: number | null;
}

/** A policy over candidates whose state the test sets. */
function measured(scenes: readonly Scene[]) {
  const candidates = candidatesOf(scenes.map(({ weight }) => weight ?? 1));
  for (const [index, candidate] of candidates.entries()) {
    candidate.inFlight = scenes[index]?.inFlight ?? 0;
    candidate.latencyMs = scenes[index]?.latencyMs ?? null;
  }
  return policyOver(createPeakEwma, candidates);
}

describe('peak ewma', () => {
  it.each<{ name: string; better: Scene; worse: Scene }>([
    { name: 'is faster', better: { latencyMs: 10 }, worse: { latencyMs: 11 } },
    {
      name: 'has less in flight for its speed',
      better: { latencyMs: 10, inFlight: 4 },
      worse: { latencyMs: 26, inFlight: 1 },
    },
    {
      name: 'is slower, but far less loaded',
      better: { latencyMs: 50, inFlight: 0 },
      worse: { latencyMs: 10, inFlight: 5 },
    },
    { name: 'is not measured and idle', better: {}, worse: { latencyMs: 0.01 } },
    {
      name: 'is measured, against one that is being',
      better: { latencyMs: 9_000, inFlight: 9 },
      worse: { inFlight: 1 },
    },
    { name: 'has less in flight, both not measured', better: { inFlight: 1 }, worse: { inFlight: 2 } },
    {
      name: 'has less in flight where nobody takes any time',
      better: { latencyMs: 0, inFlight: 1 },
      worse: { latencyMs: 0, inFlight: 2 },
    },
  ])('of two takes the one that $name', ({ better, worse }) => {
    expect(new Set(picks(measured([worse, better]), 100))).toEqual(new Set([1]));
    expect(new Set(picks(measured([better, worse]), 100))).toEqual(new Set([0]));
  });

  it('lets a heavy endpoint have more in flight', () => {
    const policy = measured([
      { weight: 3, latencyMs: 10, inFlight: 3 },
      { weight: 1, latencyMs: 10, inFlight: 2 },
    ]);
    const [heavy = 0, light = 0] = tally(picks(policy, 10_000), 2);
    // The light one only where it was drawn twice.
    expect(light / (heavy + light)).toBeGreaterThan(0.05);
    expect(light / (heavy + light)).toBeLessThan(0.075);
  });

  it('never takes the worst of several', () => {
    const policy = measured([10, 40, 20, 30].map((latencyMs) => ({ latencyMs })));
    expect(picks(policy, 1_000)).not.toContain(1);
    expect(picks(policy, 200, except(0, 2, 3))).toEqual(new Array<number>(200).fill(1));
  });

  it('has nobody to pick where there is none', () => {
    expect(pick(policyOf(createPeakEwma, []))).toBe(-1);
  });
});
