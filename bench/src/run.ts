import type { BenchCase } from './cases.ts';
import type { Contender } from './contender.ts';
import { openField } from './field.ts';
import { isDisturbed, measure } from './measure.ts';
import type { MeasureOptions, Sample } from './measure.ts';

/** What a run needs. */
export interface RunOptions extends MeasureOptions {
  readonly contenders: readonly Contender[];
  readonly cases: readonly BenchCase[];
  readonly rounds: number;
  readonly profileDirectory: string | null;
  /** Told about each sample and each failure as it happens. */
  readonly progress: (line: string) => void;
}

/** What came of it. */
export interface RunResult {
  readonly samples: readonly Sample[];
  /** Contenders that did not start or answered wrongly, by name. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Rounds over the whole field. Within a round all contenders run, and are measured one directly after the other with the same
 * case, so that a slow minute of the machine hits neighbours alike and their ratio little. Each round starts fresh processes,
 * with another one first.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const samples: Sample[] = [];
  const failures = new Map<string, string>();
  for (let round = 1; round <= options.rounds; round += 1) {
    const contenders = rotate(options.contenders, round - 1);
    const field = await openField(contenders, options.pinning, options.profileDirectory);
    try {
      for (const { name, reason } of field.failures) {
        failures.set(name, reason);
        options.progress(`${name} does not take part in round ${round}: ${reason}`);
      }
      for (const benchCase of options.cases) {
        for (const { contender, running } of field.entrants) {
          const measured = await measure(running, benchCase, options);
          const sample = { contender: contender.name, case: benchCase.name, round, ...measured };
          samples.push(sample);
          options.progress(describe(sample));
        }
      }
    } finally {
      await field.stop();
    }
  }
  return { samples, failures };
}

/** `list` from its `by`-th element on, then the ones before. */
export function rotate<T>(list: readonly T[], by: number): T[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function describe({ round, contender, case: name, cpuUsPerRequest, ...sample }: Sample): string {
  const errors = sample.badStatuses + sample.socketErrors;
  const bad =
    errors === 0 ? '' : `  ERRORS: ${sample.badStatuses} bad statuses, ${sample.socketErrors} on sockets`;
  const figures = `${cpuUsPerRequest.toFixed(1)} us CPU, ${sample.requestsPerSecond.toFixed(0)} requests/s`;
  const foreign = isDisturbed(sample)
    ? `  (others used ${((sample.foreignShare ?? 0) * 100).toFixed(0)} % of its core)`
    : '';
  return `round ${round}  ${name}  ${contender}: ${figures}${foreign}${bad}`;
}
