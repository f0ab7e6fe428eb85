import type { Instance, Order } from '../stage/instance.ts';
import { ejectionOf, recoveryOf } from './ejection.ts';
import type { Ejection, Recovery } from './ejection.ts';
import { latencyOf } from './latency.ts';
import type { Latency } from './latency.ts';
import { PER_SECOND, observe } from './measurement.ts';
import type { Bench, Plan } from './measurement.ts';

/** One fault in one round. */
export interface FaultSample extends Ejection, Recovery {
  readonly fault: string;
  /** Counted from 1. */
  readonly round: number;
}

/** Latency under one condition in one round. */
export interface HangSample extends Latency {
  readonly condition: string;
  /** Counted from 1. */
  readonly round: number;
}

/** All that was measured. */
export interface ResilienceResult {
  readonly faults: readonly FaultSample[];
  readonly hang: readonly HangSample[];
}

const FAULT_MS = 5_000;
/** Ten times what a request waits for the one that hangs is not there: after one wait it is avoided. */
const HANG_MS = 10_000;

type FaultPlan = Pick<Plan, 'begin' | 'end'>;

const nothing = (): void => {};

/** The instance is ordered to do it, and does it until the term is over. */
function ordered(instance: Instance, order: Order): FaultPlan {
  return { begin: () => instance.order({ ...order, for: `${FAULT_MS}ms` }), end: nothing };
}

function hang(instance: Instance): FaultPlan {
  return {
    begin: async () => {
      instance.pause();
      await Promise.resolve();
    },
    end: () => instance.resume(),
  };
}

const FAULTS: readonly { readonly name: string; readonly of: (instance: Instance) => FaultPlan }[] = [
  { name: 'refuse', of: (instance) => ordered(instance, { state: 'refusing' }) },
  { name: 'reset', of: (instance) => ordered(instance, { state: 'down' }) },
  { name: '503 storm', of: (instance) => ordered(instance, { state: 'erroring', status: 503 }) },
  { name: 'hang', of: hang },
];

const CONDITIONS: readonly {
  readonly name: string;
  readonly hangs: boolean;
  readonly retry: Plan['retry'];
}[] = [
  { name: 'no fault', hangs: false, retry: {} },
  { name: 'one of five hangs', hangs: true, retry: {} },
  { name: 'one of five hangs, hedging at p95', hangs: true, retry: { hedge: { after: 'p95' } } },
];

/** Rounds over all faults and conditions, so that a slow minute of the machine meets all of them. */
export async function measureResilience(
  bench: Bench,
  rounds: number,
  progress: (line: string) => void,
): Promise<ResilienceResult> {
  const faults: FaultSample[] = [];
  const hangs: HangSample[] = [];
  const [failing] = bench.instances;
  if (failing === undefined) throw new Error('no instance to break');
  const share = PER_SECOND / bench.instances.length;
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, of } of FAULTS) {
      const recovery = (soFar: Parameters<Plan['isOver']>[0]): Recovery =>
        recoveryOf(soFar, FAULT_MS, failing.name, share);
      const observations = await observe(bench, {
        ...of(failing),
        retry: {},
        faultMs: FAULT_MS,
        isOver: (soFar) => recovery(soFar).shareMs !== null,
      });
      const sample = { fault: name, round, ...ejectionOf(observations, FAULT_MS), ...recovery(observations) };
      faults.push(sample);
      progress(
        `round ${round}  ${name}: out after ${sample.outAfterMs.toFixed(0)} ms, ${sample.reached} requests reached it, ${sample.failed} failed`,
      );
    }
    for (const { name, hangs: doesHang, retry } of CONDITIONS) {
      const plan = doesHang ? hang(failing) : { begin: () => Promise.resolve(), end: nothing };
      const observations = await observe(bench, { ...plan, retry, faultMs: HANG_MS, isOver: () => true });
      const sample = { condition: name, round, ...latencyOf(observations, HANG_MS) };
      hangs.push(sample);
      progress(
        `round ${round}  ${name}: p50 ${sample.p50Ms.toFixed(1)} ms, p99 ${sample.p99Ms.toFixed(1)} ms, ${sample.failed} failed`,
      );
    }
  }
  return { faults, hang: hangs };
}
