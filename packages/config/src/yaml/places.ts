import type { Path } from '../problem.ts';

/** Offsets of an entry: of its key, where it is in a map, and of its value. */
export interface Place {
  readonly key: number | null;
  readonly value: number;
}

/** Where the entries of plain maps and lists stand in the text that they were read from. */
export class Places {
  /** The value that paths begin at, and where it stands. */
  #root: unknown = null;
  #start = 0;
  readonly #entries = new Map<object, Map<string | number, Place>>();

  begin(root: unknown, start: number): void {
    this.#root = root;
    this.#start = start;
  }

  note(container: object, step: string | number, place: Place): void {
    const entries = this.#entries.get(container);
    if (entries === undefined) this.#entries.set(container, new Map([[step, place]]));
    else entries.set(step, place);
  }

  /** The offset that `locate` finds for the same path in a tree of nodes. */
  locate(path: Path, at: 'key' | 'value'): number {
    let value = this.#root;
    let place: Place = { key: null, value: this.#start };
    for (const step of path) {
      const entries = typeof value === 'object' && value !== null ? this.#entries.get(value) : undefined;
      const next = entries?.get(step);
      if (next === undefined) return place.key ?? place.value;
      place = next;
      value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
    }
    return at === 'value' ? place.value : (place.key ?? place.value);
  }
}
