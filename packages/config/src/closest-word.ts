import { distance } from 'fastest-levenshtein';

/** The word that somebody most likely meant, or null when none is near enough to be worth saying. */
export function closestWord(typed: string, words: readonly string[]): string | null {
  const plain = simplify(typed);
  let best: string | null = null;
  // A third of the letters may be wrong; below that guesses are noise.
  let bestDistance = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const word of words) {
    const wrong = lettersWrong(plain, simplify(word));
    if (wrong < bestDistance) [best, bestDistance] = [word, wrong];
  }
  return best;
}

/** Letters in the wrong order are one mistake, however many places they moved. */
function lettersWrong(typed: string, word: string): number {
  const wrong = distance(typed, word);
  return wrong > 1 && sorted(typed) === sorted(word) ? 1 : wrong;
}

function sorted(word: string): string {
  return Array.from(word).sort().join('');
}

/** Case, `-` and `_` are spelling, not meaning: `strip_prefix` is `stripPrefix`. */
function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}
