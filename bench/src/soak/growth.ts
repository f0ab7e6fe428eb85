/** How much memory grew. */
export interface Growth {
  /** Where the straight line through all samples begins and ends. @unit KiB */
  readonly firstKib: number;
  readonly lastKib: number;
  /** From the one to the other: 0.05 is 5 % more. */
  readonly ratio: number;
}

const MIN_SAMPLES = 10;

/**
 * Growth over samples taken at equal distances after the warm-up, by least squares; null of fewer than ten, which say
 * nothing. Each reload takes a thread's memory for some seconds: what compares two stretches of time sees where in that
 * up and down they begin, and a line through all of it does not.
 */
export function growthOf(rssKib: readonly number[]): Growth | null {
  const count = rssKib.length;
  if (count < MIN_SAMPLES) return null;
  const middle = (count - 1) / 2;
  const mean = rssKib.reduce((sum, kib) => sum + kib, 0) / count;
  let [covariance, variance] = [0, 0];
  for (const [at, kib] of rssKib.entries()) {
    covariance += (at - middle) * (kib - mean);
    variance += (at - middle) ** 2;
  }
  const half = (covariance / variance) * middle;
  return { firstKib: mean - half, lastKib: mean + half, ratio: (mean + half) / (mean - half) - 1 };
}
