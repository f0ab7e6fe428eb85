import { isMap, isNode, isPair, isSeq } from 'yaml';
import type { Node, YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';

interface Words {
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
}

/** What to do about a mistake, by the parser's code, where that can be said better than its own message does. */
const byCode: Partial<Record<YAMLError['code'], Words>> = {
  TAB_AS_INDENT: {
    got: 'a tab',
    expected: 'spaces as indentation',
    fix: 'replace the tab by spaces',
  },
  BAD_INDENT: {
    got: 'a line that is indented unlike its neighbours',
    expected: 'the same indentation for all the entries of one block',
    fix: 'align it with the entries above',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    got: 'a second ":" on the line',
    expected: 'one key and one value',
    fix: 'put the value in quotes, or write the nested key on a line of its own',
  },
  BAD_SCALAR_START: {
    got: 'a value that begins with "@" or "`"',
    expected: 'quotes around such a value',
    fix: 'put the value in quotes',
  },
  BAD_DQ_ESCAPE: {
    got: 'an unknown escape after "\\"',
    expected: 'an escape of YAML such as \\n',
    fix: "use single quotes: 'in these a backslash is itself'",
  },
  NON_STRING_KEY: {
    got: 'a key that is no plain word',
    expected: 'a word as the key',
    fix: 'write the name of the field as the key; a value that begins with "{" or "[" belongs in quotes',
  },
  TAG_RESOLVE_FAILED: {
    got: 'a tag',
    expected: 'plain values',
    fix: 'remove the "!..." before the value, or put the value in quotes',
  },
  RESOURCE_EXHAUSTION: {
    got: 'a document that is nested too deeply',
    expected: 'the few levels that the language has',
    fix: 'close the brackets or reduce the indentation',
  },
};

const unclosedBracket: Words = {
  got: 'a bracket that is not closed, or closed too far to the left',
  expected: 'each "[" and "{" with its closing bracket',
  fix: 'close the bracket, and indent it like the lines inside',
};

const unclosedQuote: Words = {
  got: 'a quote that is never closed',
  expected: 'a quote at the end of the value too',
  fix: 'close it, or write it twice if it belongs to the value and single quotes surround it',
};

/** The parser's error in the words of all other errors. `contents` is what it made of the text all the same. */
export function syntaxProblem(error: YAMLError, contents: Node | null): Problem {
  const words = wordsFor(error);
  // What follows an open quote is all inside it, up to the end of the file, where the parser noticed.
  const offset = words === unclosedQuote ? startOfLastValue(contents) : error.pos[0];
  return { kind: 'syntax', path: [], at: 'value', ...words, offset };
}

/** The parser has codes that stand for several mistakes; its messages tell them apart. */
function wordsFor(error: YAMLError): Words {
  const { code, message } = error;
  if (code === 'BAD_INDENT' && message.startsWith('Flow ')) return unclosedBracket;
  if (code === 'MISSING_CHAR' && message.startsWith('Missing closing')) return unclosedQuote;
  const unexplained: Words = {
    got: 'text that is no YAML here',
    expected: `valid YAML (${sentence(error.message)})`,
    fix: 'correct the line, or put the value in quotes',
  };
  return byCode[code] ?? unexplained;
}

function startOfLastValue(contents: unknown): number {
  if (isPair(contents)) return startOfLastValue(contents.value ?? contents.key);
  const last = isMap(contents) || isSeq(contents) ? contents.items.at(-1) : undefined;
  if (last !== undefined) return startOfLastValue(last);
  return isNode(contents) ? (contents.range?.[0] ?? 0) : 0;
}

function sentence(message: string): string {
  const [first = message] = message.split('\n');
  return first.charAt(0).toLowerCase() + first.slice(1);
}
