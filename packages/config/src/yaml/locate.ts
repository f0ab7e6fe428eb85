import { isAlias, isMap, isNode, isSeq } from 'yaml';
import type { Alias, Node, Pair, YAMLMap } from 'yaml';
import type { Path } from '../problem.ts';
import { isMergeKey, keyOf } from './map-entries.ts';

type Targets = ReadonlyMap<Alias, Node>;

/** One step along a path: the entry's own key, where it is in a map, and its value. */
interface Entry {
  readonly key: Node | null;
  readonly value: Node | null;
}

/**
 * Where in the text a path leads, as an offset. Aliases and merge keys are followed, so that the finger points at what
 * was written, not at where it is used. If the path ends early, as with a missing field, it is the key or list item
 * that should have held the rest.
 */
export function locate(contents: Node, path: Path, at: 'key' | 'value', targets: Targets): number {
  let entry: Entry = { key: null, value: contents };
  let found = true;
  for (const step of path) {
    const next = stepInto(resolve(entry.value, targets), step, targets);
    found = next !== null;
    if (next === null) break;
    entry = next;
  }
  const key = startOf(entry.key);
  const value = startOf(resolve(entry.value, targets));
  return (found && at === 'value' ? (value ?? key) : (key ?? value)) ?? 0;
}

function stepInto(node: Node | null, step: string | number, targets: Targets): Entry | null {
  if (isSeq(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return isNode(item) ? { key: null, value: item } : null;
  }
  return isMap(node) ? findKey(node, String(step), targets) : null;
}

function findKey(map: YAMLMap, key: string, targets: Targets): Entry | null {
  const own = map.items.find((pair) => !isMergeKey(pair.key) && keyOf(pair.key) === key);
  if (own !== undefined) return entryOf(own);
  for (const pair of map.items) {
    if (!isMergeKey(pair.key)) continue;
    if (key === '<<') return entryOf(pair);
    const source = resolve(isNode(pair.value) ? pair.value : null, targets);
    for (const layer of isSeq(source) ? source.items : [source]) {
      const node = resolve(isNode(layer) ? layer : null, targets);
      const inherited = isMap(node) ? findKey(node, key, targets) : null;
      if (inherited !== null) return inherited;
    }
  }
  return null;
}

function entryOf(pair: Pair): Entry {
  return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null };
}

function resolve(node: Node | null, targets: Targets): Node | null {
  return isAlias(node) ? (targets.get(node) ?? node) : node;
}

function startOf(node: Node | null): number | null {
  return node?.range?.[0] ?? null;
}
