import type { Excluded } from './policy.ts';

/** Indexes that take turns in a fixed order. */
export class Ring {
  readonly #members: readonly number[];
  #next: number;

  /** @param start position of the member whose turn comes first */
  constructor(members: readonly number[], start: number) {
    this.#members = members;
    this.#next = start;
  }

  /** The next member that may be picked; those passed over have had their turn. -1 when there is none. */
  turn(excluded: Excluded | null): number {
    for (let passed = 0; passed < this.#members.length; passed++) {
      const member = this.#members[this.#next] ?? -1;
      this.#next = this.#next + 1 < this.#members.length ? this.#next + 1 : 0;
      if (excluded === null || !excluded.has(member)) return member;
    }
    return -1;
  }
}
