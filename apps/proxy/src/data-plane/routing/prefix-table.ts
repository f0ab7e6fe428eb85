/**
 * The entries of one host by path prefix. A question looks at the path's segment boundaries from the longest down and
 * no further than the longest prefix, so neither many prefixes nor a path made of slashes make it slow.
 */
export class PrefixTable<Entry> {
  readonly #entries = new Map<string, Entry>();
  #longest = 0;

  /** @returns the entry that had the prefix before, which keeps it @param prefix `/`, or without trailing slash */
  add(prefix: string, entry: Entry): Entry | null {
    const present = this.#entries.get(prefix);
    if (present !== undefined) return present;
    this.#entries.set(prefix, entry);
    this.#longest = Math.max(this.#longest, prefix.length);
    return null;
  }

  /** The entry of the longest prefix of whole segments: `/api` is one of `/api` and `/api/x`, not of `/apix`. */
  find(path: string): Entry | null {
    let end = path.length <= this.#longest ? path.length : path.lastIndexOf('/', this.#longest);
    while (end > 0) {
      const entry = this.#entries.get(path.slice(0, end));
      if (entry !== undefined) return entry;
      end = path.lastIndexOf('/', end - 1);
    }
    return this.#entries.get('/') ?? null;
  }

  /** All entries, the longest prefix first. */
  get entries(): readonly Entry[] {
    return [...this.#entries]
      .toSorted(([one], [other]) => other.length - one.length)
      .map(([, entry]) => entry);
  }
}
