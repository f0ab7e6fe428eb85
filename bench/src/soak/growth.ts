import { median } from '../report/statistics.ts';

/** How much memory grew. */
export interface Growth {
  /** Medians of the first and of the last tenth of the samples. @unit KiB */
  readonly firstKib: number;
  readonly lastKib: number;
  /** From the one to the other: 0.05 is 5 % more. */
  readonly ratio: number;
}

/** Growth over samples in their order, taken after the warm-up; null of fewer than ten, which say nothing. */
export function growthOf(rssKib: readonly number[]): Growth | null {
  const tenth = Math.floor(rssKib.length / 10);
  if (tenth === 0) return null;
  const firstKib = median(rssKib.slice(0, tenth));
  const lastKib = median(rssKib.slice(-tenth));
  return { firstKib, lastKib, ratio: lastKib / firstKib - 1 };
}
