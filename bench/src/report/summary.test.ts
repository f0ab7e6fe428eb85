import { describe, expect, test } from 'vitest';
import type { Sample } from '../measure.ts';
import { summarise } from './summary.ts';

function sample(
  contender: string,
  round: number,
  cpuUsPerRequest: number,
  rest: Partial<Sample> = {},
): Sample {
  return {
    contender,
    case: 'small-get',
    round,
    cpuUsPerRequest,
    requests: 1_000,
    requestsPerSecond: 1_000,
    p50Us: 500,
    p99Us: 900,
    foreignShare: 0,
    peakRssKib: 100,
    badStatuses: 0,
    socketErrors: 0,
    ...rest,
  };
}

describe('summarise', () => {
  test('puts the least CPU first', () => {
    const rows = summarise([sample('slow', 1, 90), sample('fast', 1, 30)], 'small-get', 'slow');
    expect(rows.map((row) => [row.contender, row.cpuUsPerRequest])).toEqual([
      ['fast', 30],
      ['slow', 90],
    ]);
  });

  test('divides within each round, so a slow round for everybody changes no ratio', () => {
    const samples = [
      sample('reference', 1, 100),
      sample('ours', 1, 40),
      sample('reference', 2, 300),
      sample('ours', 2, 120),
      sample('reference', 3, 100),
      sample('ours', 3, 50),
    ];
    const ours = summarise(samples, 'small-get', 'reference').find((row) => row.contender === 'ours');
    expect(ours?.cpuRatio).toEqual({ median: 0.4, min: 0.4, max: 0.5 });
  });

  test('leaves out of the ratio the rounds in which the reference failed', () => {
    const samples = [sample('ours', 1, 10), sample('reference', 2, 100), sample('ours', 2, 40)];
    const ours = summarise(samples, 'small-get', 'reference').find((row) => row.contender === 'ours');
    expect(ours).toMatchObject({ rounds: 2, cpuRatio: { median: 0.4, min: 0.4, max: 0.4 } });
  });

  test('leaves disturbed rounds out of medians and ratios while there are others', () => {
    const samples = [
      sample('reference', 1, 100),
      sample('ours', 1, 40),
      sample('reference', 2, 100),
      sample('ours', 2, 90, { foreignShare: 0.5 }),
      sample('reference', 3, 300, { foreignShare: 0.2 }),
      sample('ours', 3, 42),
    ];
    const ours = summarise(samples, 'small-get', 'reference').find((row) => row.contender === 'ours');
    expect(ours).toMatchObject({
      rounds: 3,
      undisturbed: 2,
      cpuUsPerRequest: 41,
      cpuRatio: { median: 0.4, min: 0.4, max: 0.4 },
    });
  });

  test('takes disturbed rounds when there are no others', () => {
    const samples = [sample('reference', 1, 100), sample('ours', 1, 50, { foreignShare: 0.5 })];
    expect(summarise(samples, 'small-get', 'reference')[0]).toMatchObject({
      undisturbed: 0,
      cpuUsPerRequest: 50,
      cpuRatio: { median: 0.5 },
    });
  });

  test('has no ratio without a reference', () => {
    expect(summarise([sample('ours', 1, 10)], 'small-get', 'reference')[0]?.cpuRatio).toBeNull();
  });

  test('takes the median of rates, the highest peak, and the sum of errors', () => {
    const samples = [
      sample('ours', 1, 10, { requestsPerSecond: 100, peakRssKib: 50, badStatuses: 2 }),
      sample('ours', 2, 10, { requestsPerSecond: 300, peakRssKib: 90, socketErrors: 1 }),
      sample('ours', 3, 10, { requestsPerSecond: 200, peakRssKib: 70 }),
    ];
    expect(summarise(samples, 'small-get', 'reference')[0]).toMatchObject({
      requestsPerSecond: 200,
      peakRssKib: 90,
      errors: 3,
    });
  });

  test('looks at the asked case only', () => {
    const samples = [sample('ours', 1, 10), sample('ours', 1, 99, { case: 'large-get' })];
    expect(summarise(samples, 'large-get', 'reference').map((row) => row.cpuUsPerRequest)).toEqual([99]);
  });
});
