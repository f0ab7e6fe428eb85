import type * as z from 'zod';
import { describeValue } from '../describe-value.ts';
import type { Path, Problem } from '../problem.ts';
import { isRefusal } from '../schema/field.ts';
import type { RefusalParams } from '../schema/field.ts';
import { documentSchema } from '../schema/proxy.ts';
import { isMap } from './raw.ts';
import { blockAt } from './schema-at.ts';
import { unknownKey } from './unknown-key.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, in the words of all other mistakes. `root` is the value that was validated. */
export function explainIssue(issue: Issue, root: unknown): Problem[] {
  return explain(issue, [], root);
}

function explain(issue: Issue, above: Path, root: unknown): Problem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const value = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key));
    case 'invalid_union':
      return explainUnion(issue.errors, path, root);
    case 'custom':
      return isRefusal(issue.params) ? [refused(path, value, issue.params)] : [];
    case 'too_small':
      return [invalid(path, value, 'at least one entry', 'add an entry, or remove what has none')];
    case 'invalid_type':
      return [wrongShape(path, value, issue.expected)];
    default:
      return [invalid(path, value, issue.message, 'correct the value')];
  }
}

function refused(path: Path, value: unknown, params: RefusalParams): Problem {
  const { expected, fix } = params;
  if (value === undefined || value === null)
    return invalid(path, value, expected, fixForNothing(path, value));
  if (params.secret)
    return { kind: 'invalid', path, at: 'value', got: 'a value that is not shown', expected, fix };
  if (!params.notBuiltYet) return invalid(path, value, expected, fix);
  const got = `${describeValue(value)}, which is not built yet`;
  return { kind: 'not-built-yet', path, at: 'value', got, expected, fix };
}

function fixForNothing(path: Path, value: null | undefined): string {
  const last = path.at(-1) ?? '';
  if (typeof last === 'number') return 'write a value, or remove the entry';
  return value === undefined ? `add ${last}` : `write a value for ${last}, or remove the key`;
}

/** The only unions are `false` or a block: the block is what counts unless the value is no map at all. */
function explainUnion(branches: readonly (readonly Issue[])[], path: Path, root: unknown): Problem[] {
  const value = valueAt(root, path);
  if (isMap(value)) return (branches.at(-1) ?? []).flatMap((issue) => explain(issue, path, root));
  return [
    invalid(path, value, `false, or ${mapWords(path)}`, 'write false to turn it off, or its keys below it'),
  ];
}

function wrongShape(path: Path, value: unknown, expected: string): Problem {
  if (expected === 'array') return wrongList(path, value);
  if (Array.isArray(value) && path.length === 2 && path[1] === 'listen') return listenAsList(path);
  return invalid(path, value, mapWords(path), fixForMap(path, value));
}

function wrongList(path: Path, value: unknown): Problem {
  const fix =
    value === undefined || value === null ? 'add it, each entry after a "- "' : 'begin each entry with "- "';
  return invalid(path, value, 'a list', fix);
}

function fixForMap(path: Path, value: unknown): string {
  const example = exampleOf(path);
  if (value === null || value === undefined) return `write its keys below it, indented, such as ${example}`;
  if (Array.isArray(value)) return `leave out the "- ": it has keys, such as ${example}`;
  return `write it as keys and values, such as ${example}`;
}

/** `proxy.listen` may become a list of named listeners; until then a list is no mere mistake. */
function listenAsList(path: Path): Problem {
  return {
    kind: 'not-built-yet',
    path,
    at: 'value',
    got: 'a list of listeners, which is not built yet',
    expected: mapWords(path),
    fix: 'write one listener: leave out the "- "',
  };
}

function mapWords(path: Path): string {
  const keys = Object.keys(blockAt(documentSchema, path)?.shape ?? {});
  return keys.length === 0 ? 'a map' : `a map with the key${keys.length === 1 ? '' : 's'} ${keys.join(', ')}`;
}

function exampleOf(path: Path): string {
  const [key = 'key'] = Object.keys(blockAt(documentSchema, path)?.shape ?? {});
  return `"${key}: ..."`;
}

function invalid(path: Path, value: unknown, expected: string, fix: string): Problem {
  return { kind: 'invalid', path, at: 'value', got: describeValue(value), expected, fix };
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
