import type { Config } from '@hostler/config';
import type { ConfigDiff } from './config-diff.ts';
import type { ReloadTrigger } from './reload-result.ts';

/** How many applied configurations are remembered. */
const mostEntries = 20;

/** Digits of a hash that people compare. */
const hashDigits = 12;

/** A configuration that was put to use. */
export interface HistoryEntry {
  /** Counts from 1 in each process. */
  readonly version: number;
  /** The first 12 hex digits of the SHA-256 of all that it says; the same on every replica that has the same. */
  readonly hash: string;
  /** ISO 8601. */
  readonly appliedAt: string;
  /** `start`: the process began with it. */
  readonly trigger: ReloadTrigger | 'start';
  /** Against the one before; `null` for the first. Holds no secrets. */
  readonly diff: ConfigDiff | null;
}

/** The configuration in use. */
export interface AppliedConfig extends Pick<HistoryEntry, 'version' | 'hash' | 'appliedAt'> {
  /** With its secrets: `redact` it before anybody sees it. */
  readonly config: Config;
}

/** The configurations that were applied, of which only the last one is kept whole. */
export class ConfigHistory {
  #current: AppliedConfig;
  #fullHash: string;
  #entries: readonly HistoryEntry[];

  constructor(config: Config, fullHash: string, appliedAt: string) {
    const hash = fullHash.slice(0, hashDigits);
    this.#current = { version: 1, hash, appliedAt, config };
    this.#fullHash = fullHash;
    this.#entries = [{ version: 1, hash, appliedAt, trigger: 'start', diff: null }];
  }

  get current(): AppliedConfig {
    return this.#current;
  }

  /** The last 20, the latest first. */
  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  /** Whether this is what is in use. */
  isCurrent(fullHash: string): boolean {
    return fullHash === this.#fullHash;
  }

  add(config: Config, fullHash: string, entry: Pick<HistoryEntry, 'appliedAt' | 'trigger' | 'diff'>): void {
    const version = this.#current.version + 1;
    const hash = fullHash.slice(0, hashDigits);
    this.#current = { version, hash, appliedAt: entry.appliedAt, config };
    this.#fullHash = fullHash;
    this.#entries = [{ version, hash, ...entry }, ...this.#entries].slice(0, mostEntries);
  }
}
