import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Path, Problem } from '../problem.ts';
import { isMergeKey, keyOf } from './map-entries.ts';
import { substitute } from './environment.ts';
import type { Environment } from './environment.ts';
import { insideItself, notMergeable, repeated, tooMany, unresolved } from './plain-problems.ts';
import type { Words } from './plain-problems.ts';

/** How many values aliases may stand for in all. Ten thousand services may share a block of a hundred. */
const mostAliasedValues = 1_000_000;

/** A document as plain values, with what the reader had to find out to get there. */
export interface Plain {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** False when maps may lack keys because of a problem: looking for mistakes in the value finds phantoms then. */
  readonly complete: boolean;
  /** Which node each alias stands for, so that mistakes inside are shown where they were written. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface Anchored {
  readonly node: Node;
  readonly value: unknown;
  /** How many values it holds, those behind its own aliases counted each time. */
  readonly size: number;
}

/** Nodes to plain maps, lists and scalars: aliases and merge keys resolved, the environment filled in. */
export function toPlain(contents: Node, environment: Environment): Plain {
  return new PlainReader(environment).read(contents);
}

class PlainReader {
  readonly #environment: Environment;
  readonly #problems: Problem[] = [];
  readonly #targets = new Map<Alias, Node>();
  /** By name; a later anchor of the same name replaces the earlier one, as YAML says. */
  readonly #anchors = new Map<string, Anchored | 'open'>();
  readonly #path: (string | number)[] = [];
  #size = 0;
  #aliased = 0;
  #complete = true;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  read(contents: Node): Plain {
    const value = this.#value(contents);
    return { value, problems: this.#problems, complete: this.#complete, targets: this.#targets };
  }

  #value(node: unknown): unknown {
    this.#size += 1;
    if (isAlias(node)) return this.#alias(node);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    const { anchor } = node;
    if (anchor === undefined) return this.#content(node);
    const before = this.#size;
    this.#anchors.set(anchor, 'open');
    const value = this.#content(node);
    this.#anchors.set(anchor, { node, value, size: this.#size - before + 1 });
    return value;
  }

  #content(node: Node): unknown {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#list(node);
    return isScalar(node) ? this.#scalar(node.value) : null;
  }

  #scalar(value: unknown): unknown {
    if (typeof value !== 'string') return value;
    const substituted = substitute(value, this.#environment);
    if (substituted.ok) return substituted.value;
    const { got, expected, fix } = substituted;
    this.#report({ kind: 'environment', at: 'value', got, expected, fix });
    return value;
  }

  #list(node: YAMLSeq): unknown[] {
    return node.items.map((item, index) => this.#inside(index, item));
  }

  #map(node: YAMLMap): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const merges: unknown[] = [];
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) {
        merges.push(pair.value);
        continue;
      }
      const key = keyOf(pair.key);
      const value = this.#inside(key, pair.value);
      if (Object.hasOwn(map, key)) this.#duplicate(key, offsetOf(pair.key));
      else setOwn(map, key, value);
    }
    for (const merge of merges) this.#merge(map, merge);
    return map;
  }

  /** YAML 1.1 merge keys: what the map has itself wins, then the earlier source. */
  #merge(map: Record<string, unknown>, source: unknown): void {
    const merged = this.#inside('<<', source);
    for (const layer of Array.isArray(merged) ? (merged as unknown[]) : [merged]) {
      if (typeof layer !== 'object' || layer === null || Array.isArray(layer)) {
        this.#complete = false;
        this.#report(notMergeable, offsetOf(source), '<<');
        continue;
      }
      for (const [key, value] of Object.entries(layer)) if (!Object.hasOwn(map, key)) setOwn(map, key, value);
    }
  }

  #alias(alias: Alias): unknown {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#report(unresolved(alias.source), offsetOf(alias));
      return undefined;
    }
    if (target === 'open') {
      this.#report(insideItself(alias.source), offsetOf(alias));
      return undefined;
    }
    this.#targets.set(alias, target.node);
    this.#size += target.size;
    this.#aliased += target.size;
    if (this.#aliased <= mostAliasedValues) return target.value;
    this.#complete = false;
    // Once is enough: the rest of the bomb would only repeat it.
    if (this.#aliased - target.size <= mostAliasedValues)
      this.#report(tooMany(mostAliasedValues), offsetOf(alias));
    return undefined;
  }

  #inside(step: string | number, node: unknown): unknown {
    this.#path.push(step);
    const value = this.#value(node);
    this.#path.pop();
    return value;
  }

  #duplicate(key: string, offset: number | undefined): void {
    this.#report(repeated(key), offset, key);
  }

  #report(words: Words, offset?: number, ...steps: Path): void {
    const path = [...this.#path, ...steps];
    this.#problems.push(offset === undefined ? { ...words, path } : { ...words, path, offset });
  }
}

function offsetOf(node: unknown): number | undefined {
  return isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}

/** `map[key] = value` would call a setter for `__proto__`. */
function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else map[key] = value;
}
