import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';
import { closestWord } from '../closest-word.ts';

/** One of a few words. `notBuiltYet` are words of the language that this version refuses by name. */
export function choice<const Word extends string>(
  words: readonly Word[],
  notBuiltYet: readonly string[] = [],
): ValueType<Word> {
  const expected = `one of ${words.join(', ')}`;
  return {
    expected,
    json: [{ enum: words }],
    parse(value) {
      const word = words.find((known) => known === value);
      if (word !== undefined) return accept(word);
      if (typeof value !== 'string') return refuse(`write ${expected}`);
      if (notBuiltYet.includes(value)) {
        return { ok: false, fix: `use ${expected}`, notBuiltYet: true };
      }
      const meant = closestWord(value, words);
      return refuse(meant === null ? `write ${expected}` : `did you mean ${meant}?`);
    },
  };
}
