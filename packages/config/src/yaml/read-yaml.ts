import { LineCounter } from 'yaml';
import type { Path, Problem } from '../problem.ts';
import { compose } from './compose.ts';
import type { Environment } from './environment.ts';
import { locate } from './locate.ts';
import { readBlockText } from './read-block-text.ts';
import { Places } from './places.ts';
import { toPlain } from './to-plain.ts';

/** A place in a text, both counted from 1; columns are UTF-16 units, as in editors. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text, read. */
export interface YamlDocument {
  /** Plain maps, lists and scalars. */
  readonly value: unknown;
  /** Mistakes of syntax and environment. */
  readonly problems: readonly Problem[];
  /** Whether `value` holds all that was meant; if not, looking for mistakes in it finds phantoms. */
  readonly complete: boolean;
  /** The place of a problem, or of the value at a path. */
  readonly position: (problem: { path: Path; at: 'key' | 'value'; offset?: number }) => Position;
}

/** Parses a YAML text. Never throws; nesting and aliases are bounded. */
export function readYaml(text: string, environment: Environment): YamlDocument {
  const quick = readBlockText(text, environment);
  if (quick === null) return readAnyYaml(text, environment);
  const lines = lazyLines(text);
  // Places are asked for by mistakes and doubts only. To note them takes as long again as to read without.
  let places: Places | null = null;
  const position: YamlDocument['position'] = ({ path, at }) => {
    places ??= placesIn(text, environment);
    return lines(places.locate(path, at));
  };
  return { value: quick.value, problems: [], complete: true, position };
}

function placesIn(text: string, environment: Environment): Places {
  const places = new Places();
  readBlockText(text, environment, places);
  return places;
}

/** The whole language. */
export function readAnyYaml(text: string, environment: Environment): YamlDocument {
  const { contents, problems: syntax } = compose(text);
  const lines = lazyLines(text);
  if (contents === null || syntax.length > 0) {
    const position: YamlDocument['position'] = ({ offset }) => lines(offset ?? 0);
    return { value: null, problems: syntax, complete: syntax.length === 0, position };
  }
  const { value, problems, complete, targets } = toPlain(contents, environment);
  return {
    value,
    problems,
    complete,
    position: ({ path, at, offset }) => lines(offset ?? locate(contents, path, at, targets)),
  };
}

/** Lines are counted when the first mistake asks for one: a valid file never pays for it. */
function lazyLines(text: string): (offset: number) => Position {
  let counter: LineCounter | null = null;
  return (offset) => {
    counter ??= countLines(text);
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
}

function countLines(text: string): LineCounter {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1))
    counter.addNewLine(end + 1);
  return counter;
}
