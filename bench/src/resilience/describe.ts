import { median } from '../report/statistics.ts';
import { layOut } from '../report/table.ts';
import type { FaultSample, HangSample, ResilienceResult } from './run.ts';

/** Both tables: the middle of the rounds, and what they lie between. */
export function describeResilience({ faults, hang }: ResilienceResult): string {
  const byFault = Map.groupBy(faults, ({ fault }) => fault);
  const byCondition = Map.groupBy(hang, ({ condition }) => condition);
  const [quiet] = byCondition.values();
  return [
    layOut([
      [
        'fault',
        'out after ms',
        'reached it',
        'trials',
        'slowest ms',
        'failed',
        'back after ms',
        'full share after ms',
      ],
      ...Array.from(byFault, ([name, samples]) => faultRow(name, samples)),
    ]),
    '',
    layOut([
      ['condition', 'p50 ms', 'p99 ms', 'longest ms', 'p99 / no fault', 'requests', 'failed'],
      ...Array.from(byCondition, ([name, samples]) => hangRow(name, samples, quiet ?? samples)),
    ]),
  ].join('\n');
}

function faultRow(name: string, samples: readonly FaultSample[]): string[] {
  return [
    name,
    spread(samples.map(({ outAfterMs }) => outAfterMs)),
    spread(samples.map(({ reached }) => reached)),
    spread(samples.map(({ trials }) => trials)),
    spread(samples.map(({ slowestMs }) => slowestMs)),
    `${sum(samples.map(({ failed }) => failed))}`,
    spread(samples.map(({ firstMs }) => firstMs ?? Number.NaN)),
    spread(samples.map(({ shareMs }) => shareMs ?? Number.NaN)),
  ];
}

function hangRow(name: string, samples: readonly HangSample[], quiet: readonly HangSample[]): string[] {
  const quietP99 = new Map(quiet.map(({ round, p99Ms }) => [round, p99Ms]));
  const ratios = samples.map(({ round, p99Ms }) => p99Ms / (quietP99.get(round) ?? Number.NaN));
  return [
    name,
    spread(
      samples.map(({ p50Ms }) => p50Ms),
      1,
    ),
    spread(
      samples.map(({ p99Ms }) => p99Ms),
      1,
    ),
    spread(samples.map(({ maxMs }) => maxMs)),
    spread(ratios, 1),
    `${sum(samples.map(({ requests }) => requests))}`,
    `${sum(samples.map(({ failed }) => failed))}`,
  ];
}

/** `12 (10-15)`; `never` for what did not happen in a round. */
function spread(values: readonly number[], digits = 0): string {
  if (values.some(Number.isNaN)) return 'never';
  const [low, high] = [Math.min(...values).toFixed(digits), Math.max(...values).toFixed(digits)];
  const middle = median(values).toFixed(digits);
  return low === high ? middle : `${middle} (${low}-${high})`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
