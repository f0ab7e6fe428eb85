import { closestWord } from '../closest-word.ts';
import { quote } from '../describe-value.ts';
import type { Path, Problem } from '../problem.ts';
import { documentSchema } from '../schema/proxy.ts';
import { fieldsNotBuiltYet } from '../schema/not-built-yet.ts';
import { serviceBlocks } from '../schema/service-blocks.ts';
import { blockAt } from './schema-at.ts';
import type { Block } from './schema-at.ts';

/** A key that the block at `path` does not have: a typing mistake, something misplaced, or something not built yet. */
export function unknownKey(path: Path, key: string): Problem {
  const at = { path: [...path, key], at: 'key' } as const;
  if (fieldsNotBuiltYet.has(genericPath(at.path))) {
    return {
      ...at,
      kind: 'not-built-yet',
      got: `${quote(key)}, which is not built yet`,
      expected: 'only what this version can do',
      fix: 'remove it',
    };
  }
  const known = keysAt(path);
  return {
    ...at,
    kind: 'unknown-key',
    got: `the unknown key ${quote(key)}`,
    expected: known.length === 0 ? 'no such key' : `one of ${known.join(', ')}`,
    fix: fixFor(path, key, known),
  };
}

/** `proxy.services[].hosts[].port`: positions left out, `proxy.defaults` read as a service. */
function genericPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += '[]';
    else text += text === '' ? step : `.${step}`;
  }
  return text.replace(/^proxy\.defaults\./, 'proxy.services[].');
}

function keysAt(path: Path): string[] {
  return keysOf(blockAt(documentSchema, path));
}

function keysOf(block: Block | null): string[] {
  return block === null ? [] : Object.keys(block.shape);
}

function fixFor(path: Path, key: string, known: readonly string[]): string {
  const meant = closestWord(key, known);
  if (meant !== null) return `did you mean ${meant}?`;
  const home = homeOf(path, key);
  return home ?? 'remove it, or correct its name';
}

/** Where a key that exists elsewhere in the language belongs. */
function homeOf(path: Path, key: string): string | null {
  const where = genericPath(path);
  if (where === '' && keysAt(['proxy']).includes(key)) return `indent it under proxy`;
  if (where === 'proxy' && Object.hasOwn(serviceBlocks, key)) {
    return 'move it under proxy.defaults for all services, or into one service';
  }
  const block = blockOfServiceWith(key);
  if (block !== null) return `move it into ${block}`;
  if (keysAt(['proxy', 'services', 0]).includes(key)) return 'move it into an entry of proxy.services';
  if (keysAt(['proxy']).includes(key)) return 'move it directly under proxy';
  return null;
}

/** The one block of services that has such a key; several would be a guess. */
function blockOfServiceWith(key: string): string | null {
  const blocks = Object.keys(serviceBlocks).filter((name) =>
    keysAt(['proxy', 'services', 0, name]).includes(key),
  );
  return blocks.length === 1 ? (blocks[0] ?? null) : null;
}
