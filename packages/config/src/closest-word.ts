import { distance } from 'fastest-levenshtein';

/** The word that somebody most likely meant, or null when none is near enough to be worth saying. */
export function closestWord(typed: string, words: readonly string[]): string | null {
  const plain = simplify(typed);
  let best: string | null = null;
  // A third of the letters may be wrong; below that guesses are noise.
  let bestDistance = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const word of words) {
    const wrong = distance(plain, simplify(word));
    if (wrong < bestDistance) [best, bestDistance] = [word, wrong];
  }
  return best;
}

/** Case, `-` and `_` are spelling, not meaning: `strip_prefix` is `stripPrefix`. */
function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}
