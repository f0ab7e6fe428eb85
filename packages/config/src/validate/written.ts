import type { Path } from '../problem.ts';
import { asList, asMap } from './raw.ts';
import type { RawMap } from './raw.ts';

/** Keys of a service that lead to a value: `['limits', 'queue', 'deadline']`. */
export type Keys = readonly string[];

/** Where the values stand that hold for one service: in itself, or in `proxy.defaults`. */
export class Written {
  /** Of the service. */
  readonly path: Path;
  readonly #service: RawMap;
  readonly #defaults: RawMap;

  /** @param proxy as it was written */
  constructor(proxy: RawMap, index: number) {
    this.path = ['proxy', 'services', index];
    this.#service = asMap(asList(proxy['services'])[index]);
    this.#defaults = asMap(proxy['defaults']);
  }

  /** Whether the service says it itself. */
  has(...keys: Keys): boolean {
    return isThere(this.#service, keys);
  }

  /** Whether the service or the defaults say it. */
  anywhere(...keys: Keys): boolean {
    return this.has(...keys) || isThere(this.#defaults, keys);
  }

  /** Where to point: the first of the values that the service has, else that the defaults have, else the first one. */
  pathOf(...candidates: readonly [Keys, ...Keys[]]): Path {
    const own = candidates.find((keys) => isThere(this.#service, keys));
    const inherited = candidates.find((keys) => isThere(this.#defaults, keys));
    if (own === undefined && inherited !== undefined) return ['proxy', 'defaults', ...inherited];
    return [...this.path, ...(own ?? candidates[0])];
  }
}

function isThere(block: RawMap, keys: Keys): boolean {
  let value: unknown = block;
  for (const key of keys) value = asMap(value)[key];
  return value !== undefined;
}
