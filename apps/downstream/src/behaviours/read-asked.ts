import type { IncomingMessage } from 'node:http';
import type { RequestTarget } from '../request-target.ts';
import { behaviourNames, isBehaviourName, parseBehaviour } from './registry.ts';
import type { Asked, BehaviourName } from './registry.ts';

/** Either what was asked for, or every reason why it cannot be had. */
export type AskedOrProblems = { readonly asked: Asked } | { readonly problems: readonly string[] };

const NOTHING: AskedOrProblems = { asked: {} };

// Each of these says how the response ends, or how its end is told; two at once contradict each other.
const CONTRADICTIONS: readonly (readonly [BehaviourName, BehaviourName, string])[] = [
  ['reset', 'hang', 'ask for one of them'],
  ['reset', 'truncate', 'ask for one of them'],
  ['hang', 'truncate', 'ask for one of them'],
  ['close-delimited', 'chunked', 'ask for one of them'],
  ['close-delimited', 'trailers', 'trailers need chunks'],
  [
    'close-delimited',
    'truncate',
    'a body that ends with its connection cannot miss its end; use reset=middle',
  ],
];

/** Reads what a request asks for. Names in an X-Behave field (the same names and values as in a query, separated by
 *  semicolons) win over those in the query. A name that is unknown is an error in X-Behave, and somebody else's
 *  business in the query. */
export function readAsked(request: IncomingMessage, target: RequestTarget): AskedOrProblems {
  const field = request.headersDistinct['x-behave'];
  if (field === undefined && target.query === '') return NOTHING;
  const inField = new URLSearchParams(
    field
      ?.join(';')
      .replaceAll(/\s*;\s*/g, '&')
      .trim() ?? '',
  );
  const inQuery = new URLSearchParams(target.query);

  const problems: string[] = [];
  for (const name of new Set(inField.keys())) {
    if (!isBehaviourName(name)) {
      problems.push(`X-Behave: no behaviour is called '${name}'; there are ${behaviourNames.join(', ')}`);
    }
  }
  const values: [BehaviourName, unknown][] = [];
  for (const name of behaviourNames) {
    const given = inField.has(name) ? inField.getAll(name) : inQuery.getAll(name);
    if (given.length === 0) continue;
    const parsed = parseBehaviour(name, given);
    if ('expected' in parsed)
      problems.push(`${name}: got '${given.join("', '")}', expected ${parsed.expected}`);
    else if (parsed.value !== false || name === 'ranges') values.push([name, parsed.value]);
  }
  for (const [one, other, why] of CONTRADICTIONS) {
    if (values.some(([name]) => name === one) && values.some(([name]) => name === other)) {
      problems.push(`${one} and ${other}: ${why}`);
    }
  }
  if (problems.length > 0) return { problems };
  // Each value came out of the parser of its own name; an object built in a loop cannot show that to the compiler.
  return { asked: Object.fromEntries(values) as Asked };
}
