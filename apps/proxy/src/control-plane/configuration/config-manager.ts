import type { Config } from '@hostler/config';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { ConfigChange } from '../../data-plane/config-change.ts';
import { Fingerprinter } from '../../data-plane/fingerprint.ts';
import { Slices } from '../../data-plane/slices.ts';
import { failedTestLine } from '../../explain/failed-test-line.ts';
import type { FailedTest } from '../../explain/route-tests.ts';
import { diffConfigs } from './config-diff.ts';
import { configHash } from './config-hash.ts';
import { ConfigHistory } from './config-history.ts';
import type { AppliedConfig, HistoryEntry } from './config-history.ts';
import type { Loading } from './load-in-thread.ts';
import { logReload } from './log-reload.ts';
import type { ReloadOutcome, ReloadResult, ReloadTrigger } from './reload-result.ts';
import { testRoutes } from './test-routes.ts';

/** Reads, checks and tests the configuration's source. @param present what is in use  @throws when that cannot be done at all */
export type LoadConfiguration = (present: Config, signal: AbortSignal) => Promise<Loading>;

export interface ConfigManagerParts {
  /** `null` for a configuration that came from code: there is nothing to read again. */
  readonly load: LoadConfiguration | null;
  /** Puts it to use. @throws when it cannot be; then the one before still is */
  readonly apply: (config: Config) => Promise<ConfigChange>;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The date. @unit ms since 1970  @default Date.now */
  readonly dateMs?: () => number;
}

const nothing: ConfigChange = { added: [], removed: [], changed: [], kept: 0, restartRequired: [] };

/** A reload under way. */
interface Run {
  readonly trigger: ReloadTrigger;
  readonly startedAt: number;
  /** `null` until then. */
  loadedAt: number | null;
}

/** Replaces the configuration in use, one at a time: load, test, apply, remember. Whatever fails, the one in use stays. */
export class ConfigManager {
  readonly #parts: ConfigManagerParts;
  readonly #history: ConfigHistory;
  readonly #closing = new AbortController();
  readonly #reloads: Record<ReloadOutcome, number> = {
    applied: 0,
    unchanged: 0,
    invalid: 0,
    'tests-failed': 0,
    failed: 0,
  };
  #lastResult: ReloadResult | null = null;
  #lastSuccessAtMs: number;
  #lastChange: ConfigChange = nothing;
  /** The run that is under way, and those that wait for it. */
  #last: Promise<unknown> = Promise.resolve();
  /** A reload that has not begun yet: it will find whatever is there by then. */
  #waiting: Promise<ReloadResult> | null = null;

  /** @param initial what the process starts with */
  constructor(initial: Config, parts: ConfigManagerParts) {
    this.#parts = parts;
    this.#lastSuccessAtMs = this.#dateMs();
    this.#history = new ConfigHistory(initial, configHash(initial), this.#date());
  }

  /** What is in use. */
  get current(): AppliedConfig {
    return this.#history.current;
  }

  /** The last 20 that were applied, the latest first. */
  get history(): readonly HistoryEntry[] {
    return this.#history.entries;
  }

  /** Of the last reload; `null` before the first. */
  get lastResult(): ReloadResult | null {
    return this.#lastResult;
  }

  /** How often reloads ended in which way. */
  get reloads(): Readonly<Record<ReloadOutcome, number>> {
    return this.#reloads;
  }

  /** When a configuration was last found to be in use: at the start, or by a reload. @unit ms since 1970 */
  get lastSuccessAtMs(): number {
    return this.#lastSuccessAtMs;
  }

  /**
   * Loads the source again. While another run is under way this one waits; all that ask in the meantime share one run.
   * Never rejected.
   */
  reload(trigger: ReloadTrigger): Promise<ReloadResult> {
    this.#waiting ??= this.#enqueue(() => {
      this.#waiting = null;
      return this.#run(trigger, () => this.#load());
    });
    return this.#waiting;
  }

  /** Puts a configuration to use that was not read from the source. Never rejected. */
  apply(config: Config): Promise<ReloadResult> {
    return this.#enqueue(() => this.#run('code', () => fromCode(config)));
  }

  /** Gives up what is being loaded; every reload from now on fails. @returns once nothing is being applied any more */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the proxy is shutting down'));
    await this.#last;
  }

  #enqueue(run: () => Promise<ReloadResult>): Promise<ReloadResult> {
    const result = this.#last.then(run);
    this.#last = result;
    return result;
  }

  async #run(trigger: ReloadTrigger, load: () => Promise<Loading>): Promise<ReloadResult> {
    const { clock, logger } = this.#parts;
    const run: Run = { trigger, startedAt: clock.now(), loadedAt: null };
    let result: ReloadResult;
    let reason: unknown = null;
    try {
      this.#closing.signal.throwIfAborted();
      const loading = await load();
      run.loadedAt = clock.now();
      result = await this.#replace(run, loading);
    } catch (error) {
      reason = error;
      result = this.#refused(run, 'failed', [error instanceof Error ? error.message : String(error)]);
    }
    // What a shutdown keeps from happening is nobody's concern.
    if (!this.#closing.signal.aborted) logReload(logger, result, this.#lastResult, reason);
    this.#reloads[result.outcome] += 1;
    this.#lastResult = result;
    if (result.ok) this.#lastSuccessAtMs = this.#dateMs();
    return result;
  }

  #load(): Promise<Loading> {
    const { load } = this.#parts;
    if (load === null) throw new Error('the configuration came from code: there is no file to read again');
    return load(this.current.config, this.#closing.signal);
  }

  async #replace(run: Run, loading: Loading): Promise<ReloadResult> {
    if (!loading.ok) return this.#refused(run, 'invalid', loading.errors);
    const { config, hash, warnings, failedTests } = loading;
    if (this.#history.isCurrent(hash)) return this.#done(run, 'unchanged', this.#unchanged(), warnings);
    if (failedTests.length > 0) {
      return this.#refused(run, 'tests-failed', failedTests.map(failedTestLine), failedTests);
    }
    const before = this.current.config;
    const change = await this.#parts.apply(config);
    this.#lastChange = change;
    const diff = diffConfigs(before, config, change);
    this.#history.add(config, hash, { appliedAt: this.#date(), trigger: run.trigger, diff });
    return this.#done(run, 'applied', change, warnings);
  }

  #done(
    run: Run,
    outcome: 'applied' | 'unchanged',
    changed: ConfigChange,
    warnings: readonly string[],
  ): ReloadResult {
    const { version, hash } = this.current;
    return { ok: true, outcome, version, hash, changed, warnings, ...this.#ended(run) };
  }

  #refused(
    run: Run,
    outcome: 'invalid' | 'tests-failed' | 'failed',
    errors: readonly string[],
    failedTests: readonly FailedTest[] = [],
  ): ReloadResult {
    return { ok: false, outcome, errors, failedTests, ...this.#ended(run) };
  }

  #ended({
    trigger,
    startedAt,
    loadedAt,
  }: Run): Pick<ReloadResult, 'trigger' | 'at' | 'durationMs' | 'loadMs'> {
    const now = this.#parts.clock.now();
    return { trigger, at: this.#date(), durationMs: now - startedAt, loadMs: (loadedAt ?? now) - startedAt };
  }

  #unchanged(): ConfigChange {
    const { restartRequired } = this.#lastChange;
    return { ...nothing, kept: this.current.config.services.length, restartRequired };
  }

  #dateMs(): number {
    return (this.#parts.dateMs ?? Date.now)();
  }

  #date(): string {
    return new Date(this.#dateMs()).toISOString();
  }
}

/** Fingerprints are computed in slices; the hash is made of them. */
async function fromCode(config: Config): Promise<Loading> {
  const fingerprinter = new Fingerprinter();
  const slices = new Slices();
  for (const service of config.services) {
    fingerprinter.service(service);
    if (slices.over) await slices.next();
  }
  const failedTests = await testRoutes(config);
  return { ok: true, config, hash: configHash(config, fingerprinter), warnings: [], failedTests };
}
