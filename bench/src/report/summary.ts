import { isDisturbed } from '../measure.ts';
import type { Sample } from '../measure.ts';
import { median } from './statistics.ts';

/**
 * CPU per request relative to the reference contender: of rounds, each against the reference in the same round. Rounds in
 * which either was disturbed count only when there are no others.
 */
export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One contender in one case: medians over its undisturbed rounds (over all when it has none), except where said. */
export interface Row {
  readonly contender: string;
  readonly rounds: number;
  /** Rounds that others did not disturb. With 0 the row is a rough one. */
  readonly undisturbed: number;
  readonly cpuUsPerRequest: number;
  /** Null when the reference was not measured in any of the same rounds. */
  readonly cpuRatio: Ratio | null;
  readonly requestsPerSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
  /** The highest of all rounds. */
  readonly peakRssKib: number;
  /** Bad statuses and socket errors, the sum of all rounds: more than 0 makes the row worthless. */
  readonly errors: number;
}

/** The rows of one case, the least CPU per request first. */
export function summarise(samples: readonly Sample[], caseName: string, reference: string): Row[] {
  const ofCase = samples.filter((sample) => sample.case === caseName);
  const byContender = Map.groupBy(ofCase, (sample) => sample.contender);
  const referenceByRound = new Map(
    (byContender.get(reference) ?? []).map((sample) => [sample.round, sample]),
  );
  const rows = [...byContender].map(([contender, own]) => summariseRow(contender, own, referenceByRound));
  return rows.sort((a, b) => a.cpuUsPerRequest - b.cpuUsPerRequest);
}

function summariseRow(
  contender: string,
  samples: readonly Sample[],
  referenceByRound: ReadonlyMap<number, Sample>,
): Row {
  const undisturbed = samples.filter((sample) => !isDisturbed(sample));
  const counted = undisturbed.length === 0 ? samples : undisturbed;
  const middle = (pick: (sample: Sample) => number): number => median(counted.map(pick));
  return {
    contender,
    rounds: samples.length,
    undisturbed: undisturbed.length,
    cpuUsPerRequest: middle((sample) => sample.cpuUsPerRequest),
    cpuRatio: compare(samples, referenceByRound),
    requestsPerSecond: middle((sample) => sample.requestsPerSecond),
    p50Us: middle((sample) => sample.p50Us),
    p99Us: middle((sample) => sample.p99Us),
    peakRssKib: Math.max(...samples.map((sample) => sample.peakRssKib)),
    errors: samples.reduce((sum, sample) => sum + sample.badStatuses + sample.socketErrors, 0),
  };
}

function compare(samples: readonly Sample[], referenceByRound: ReadonlyMap<number, Sample>): Ratio | null {
  const pairs = samples.flatMap((sample) => {
    const reference = referenceByRound.get(sample.round);
    if (reference === undefined) return [];
    const ratio = sample.cpuUsPerRequest / reference.cpuUsPerRequest;
    return [{ ratio, disturbed: isDisturbed(sample) || isDisturbed(reference) }];
  });
  if (pairs.length === 0) return null;
  const undisturbed = pairs.filter(({ disturbed }) => !disturbed);
  const ratios = (undisturbed.length === 0 ? pairs : undisturbed).map(({ ratio }) => ratio);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}
