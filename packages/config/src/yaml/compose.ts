import { Composer, Lexer, Parser } from 'yaml';
import type { CST, Document, Node } from 'yaml';
import type { Problem } from '../problem.ts';
import { syntaxProblem } from './syntax-problem.ts';

/** Far beyond the language's own depth of nine, far below what exhausts the stack of a recursive composer. */
const deepestNesting = 100;

/** The first document of a text, and what is wrong with its syntax. */
export interface Composed {
  readonly contents: Node | null;
  readonly problems: readonly Problem[];
}

/**
 * YAML text to nodes. The steps of the library's `parseDocument` are run here one by one, because it has no bound on
 * nesting: twenty thousand opening brackets abort the whole process.
 */
export function compose(text: string): Composed {
  const composer = new Composer({
    // Duplicate keys are found where values are read: in linear time, and with a path.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    resolveKnownTags: false,
  });
  const parser = new Parser();
  let first: Document.Parsed | null = null;
  for (const document of composer.compose(tokens(text, parser), true, text.length)) {
    if (first !== null) return { contents: null, problems: [secondDocument(document)] };
    first = document;
  }
  if (parser.stack.length > deepestNesting) return { contents: null, problems: [tooDeep(parser.offset)] };
  if (first === null) return { contents: null, problems: [] };
  // Warnings are things that would be ignored, such as unknown tags. Nothing is ignored here.
  const { contents, errors, warnings } = first;
  const problems = [...errors, ...warnings].map((error) => syntaxProblem(error, contents));
  return { contents, problems };
}

/** Ends early when the nesting is too deep; the parser's stack is then left as it is. */
function* tokens(text: string, parser: Parser): Generator<CST.Token, void> {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > deepestNesting) return;
  }
  yield* parser.end();
}

function secondDocument(document: Document.Parsed): Problem {
  return {
    kind: 'syntax',
    path: [],
    at: 'value',
    got: 'a second document',
    expected: 'one document in the file',
    fix: 'remove the "---" line, or put the second document into a file of its own',
    offset: document.range[0],
  };
}

function tooDeep(offset: number): Problem {
  return {
    kind: 'syntax',
    path: [],
    at: 'value',
    got: `more than ${deepestNesting} levels of nesting`,
    expected: 'the few levels that the language has',
    fix: 'close the brackets or reduce the indentation',
    offset,
  };
}
