import type { YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';

interface Words {
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
}

const fallbackFix = 'correct the line, or put the value in quotes';

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

/** The parser's error in the words of all other errors. */
export function syntaxProblem(error: YAMLError): Problem {
  // The parser has one code for two mistakes.
  const unclosed = error.code === 'BAD_INDENT' && error.message.startsWith('Flow ');
  const words = (unclosed ? unclosedBracket : byCode[error.code]) ?? {
    got: 'text that is no YAML here',
    expected: `valid YAML (${sentence(error.message)})`,
    fix: fallbackFix,
  };
  return { kind: 'syntax', path: [], at: 'value', ...words, offset: error.pos[0] };
}

function sentence(message: string): string {
  const [first = message] = message.split('\n');
  return first.charAt(0).toLowerCase() + first.slice(1);
}
