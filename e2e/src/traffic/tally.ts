/** How often each value occurs. */
export function tally(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/**
 * How probable it is that three counts come from a fair choice among three and deviate at least this much: Pearson's
 * chi-square test. With two degrees of freedom its distribution has the closed form e^(-x/2).
 */
export function fairnessOfThree(counts: readonly [number, number, number]): number {
  const expected = (counts[0] + counts[1] + counts[2]) / 3;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return Math.exp(-chiSquare / 2);
}
