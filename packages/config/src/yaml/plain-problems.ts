import { quote } from '../describe-value.ts';
import type { Problem } from '../problem.ts';

/** A problem but for its place. */
export type Words = Omit<Problem, 'path' | 'offset'>;

/** A merge key with anything but maps. */
export const notMergeable: Words = {
  kind: 'syntax',
  at: 'value',
  got: 'something that is no map after "<<"',
  expected: 'an alias of a map',
  fix: 'name the anchor of a map, as in <<: *shared',
};

/** Aliases that multiply each other. */
export function tooMany(most: number): Words {
  return {
    kind: 'syntax',
    at: 'value',
    got: `aliases that stand for more than ${most} values`,
    expected: 'a document of bounded size',
    fix: 'write the values out, or move what is shared to proxy.defaults',
  };
}

/** An alias without an anchor; most often a wildcard that should stand in quotes. */
export function unresolved(name: string): Words {
  const wildcard = name.startsWith('.') || name === '';
  return {
    kind: 'syntax',
    at: 'value',
    got: `the alias *${name}, which no anchor before it defines`,
    expected: 'an anchor of that name, or a quoted value',
    fix: wildcard
      ? `put it in quotes: '*${name}'`
      : `write &${name} where the value is defined, or put it in quotes`,
  };
}

/** An alias that could only be replaced for ever. */
export function insideItself(name: string): Words {
  return {
    kind: 'syntax',
    at: 'value',
    got: `the alias *${name} inside the value that it stands for`,
    expected: 'a value that does not contain itself',
    fix: 'remove the alias',
  };
}

/** A key that its map has already. */
export function repeated(key: string): Words {
  return {
    kind: 'syntax',
    at: 'key',
    got: `a second ${quote(key)}`,
    expected: 'each key once',
    fix: 'remove one of the two',
  };
}
