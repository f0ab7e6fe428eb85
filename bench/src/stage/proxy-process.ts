import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launched, Launcher } from '../os/launcher.ts';
import { countSockets, readRss } from '../os/proc.ts';
import { waitForListeningLine } from '../os/wait.ts';
import { getJson } from './json-over-http.ts';

/** What a reload came to: the proxy's own word, or none within {@link RELOAD_TIMEOUT_MS}. */
export type ReloadOutcome = 'applied' | 'unchanged' | 'invalid' | 'tests-failed' | 'failed' | 'none';

const RELOAD_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/** Where and from what a proxy is started. */
export interface ProxyParts {
  readonly launch: Launcher;
  /** An empty folder: its configuration and log. */
  readonly directory: string;
  /** The file that Node runs. */
  readonly main: string;
}

/** A Hostler as users run it: built, in a process of its own, with a configuration file that it watches. */
export class ProxyProcess {
  /** Where it takes clients, on 127.0.0.1. */
  readonly port: number;
  /** Resolves when it has ended, which it must not do by itself. */
  readonly exited: Promise<number | null>;
  readonly #adminPort: number;
  readonly #launched: Launched;
  readonly #configFile: string;
  readonly #logFile: string;

  private constructor(
    launched: Launched,
    ports: { readonly main: number; readonly admin: number },
    files: { readonly config: string; readonly log: string },
  ) {
    this.port = ports.main;
    this.exited = launched.exited;
    this.#adminPort = ports.admin;
    this.#launched = launched;
    this.#configFile = files.config;
    this.#logFile = files.log;
  }

  /** @param config both its listeners on port 0 of 127.0.0.1 @throws when it does not start */
  static async start(config: string, { launch, directory, main }: ProxyParts): Promise<ProxyProcess> {
    const files = { config: join(directory, 'hostler.yaml'), log: join(directory, 'hostler.log') };
    writeFileSync(files.config, config);
    const launched = launch(process.execPath, [main, 'start', '-c', files.config], {
      stdoutFile: files.log,
      env: { NODE_ENV: 'production' },
    });
    const ports = {
      main: await waitForListeningLine(launched, files.log, 'the proxy'),
      admin: await waitForListeningLine(launched, files.log, 'the proxy', 'admin'),
    };
    return new ProxyProcess(launched, ports, files);
  }

  /** Replaces the configuration file, as an editor does, and waits until the proxy has made up its mind. */
  async reload(config: string): Promise<ReloadOutcome> {
    const before = await this.#lastReload();
    const written = `${this.#configFile}.new`;
    writeFileSync(written, config);
    renameSync(written, this.#configFile);
    const deadline = performance.now() + RELOAD_TIMEOUT_MS;
    while (performance.now() < deadline) {
      const now = await this.#lastReload();
      if (now.at !== before.at) return now.outcome;
      await delay(POLL_MS);
    }
    return 'none';
  }

  /** Sockets that it has open, its two listeners included. */
  sockets(): number {
    return countSockets(this.#launched.pid);
  }

  /** Resident memory. @unit KiB */
  rssKib(): number {
    return readRss(this.#launched.pid);
  }

  /** What it has logged since it started, or since the log was emptied. */
  log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  /** A line for each request fills a disk. */
  emptyLog(): void {
    truncateSync(this.#logFile);
  }

  async stop(): Promise<void> {
    await this.#launched.stop();
  }

  async #lastReload(): Promise<{ readonly at: string; readonly outcome: ReloadOutcome }> {
    const answer = await getJson(this.#adminPort, '/api/v1/config');
    return readLastReload(answer);
  }
}

function readLastReload(answer: unknown): { readonly at: string; readonly outcome: ReloadOutcome } {
  if (typeof answer === 'object' && answer !== null && 'lastResult' in answer) {
    const { lastResult: last } = answer;
    if (typeof last === 'object' && last !== null && 'at' in last && 'outcome' in last) {
      const outcome = OUTCOMES.find((each) => each === last.outcome);
      return { at: String(last.at), outcome: outcome ?? 'failed' };
    }
  }
  return { at: '', outcome: 'none' };
}

const OUTCOMES = ['applied', 'unchanged', 'invalid', 'tests-failed', 'failed'] as const;
