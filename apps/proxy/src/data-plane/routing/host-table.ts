/**
 * The entries of a table that is asked by Host: exact names, wildcards (`*.example.com` is every name below
 * example.com, however deep), and one for everybody else. A question costs one look-up for an exact name and one for
 * each label for a wildcard, however many names there are.
 */
export class HostTable<Entry> {
  readonly #exact = new Map<string, Entry>();
  /** By what follows the `*.`. */
  readonly #wildcards = new Map<string, Entry>();
  #other: Entry | null = null;

  /** The entry of a domain, made and kept when it is new. @param domain canonical, perhaps with `*.` in front */
  entryOf(domain: string, make: () => Entry): Entry {
    const wildcard = domain.startsWith('*.');
    const key = wildcard ? domain.slice(2) : domain;
    const entries = wildcard ? this.#wildcards : this.#exact;
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = make();
      entries.set(key, entry);
    }
    return entry;
  }

  /** Sets the entry of all hosts that have none. */
  setOther(entry: Entry): void {
    this.#other = entry;
  }

  /** The most specific entry: the exact name, else the longest wildcard, else the one for everybody else. */
  find(host: string): Entry | null {
    return this.#exact.get(host) ?? this.#findWildcard(host) ?? this.#other;
  }

  /** Every entry that has the host, the most specific first; `find` answers with the first. */
  *candidates(host: string): Generator<Entry> {
    const exact = this.#exact.get(host);
    if (exact !== undefined) yield exact;
    for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      const entry = this.#wildcards.get(host.slice(dot + 1));
      if (entry !== undefined) yield entry;
    }
    if (this.#other !== null) yield this.#other;
  }

  #findWildcard(host: string): Entry | null {
    if (this.#wildcards.size === 0) return null;
    for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      const entry = this.#wildcards.get(host.slice(dot + 1));
      if (entry !== undefined) return entry;
    }
    return null;
  }
}
