import * as z from 'zod';
import { systemClock } from '../clock.ts';
import type { Clock, Timer } from '../clock.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import type { RemoteEnvironment, RemoteFlags } from './remote/flags.ts';
import { onAll } from './remote/on-all.ts';

/** @unit ms */
const everyMs = 1_000;

const answered = z.object({ service: z.object({ requests: z.number(), failed: z.number() }) });

interface Counts {
  readonly requests: number;
  readonly failed: number;
}

/** A line on the screen that says how a drill goes: what its service has counted, on all replicas, since it began. */
export class DrillWatch {
  readonly #flags: RemoteFlags & { readonly service: string };
  readonly #terminal: Terminal;
  readonly #environment: RemoteEnvironment;
  readonly #clock: Clock;
  #first: Counts = { requests: 0, failed: 0 };
  #beganAtMs = 0;
  #timer: Timer | null = null;
  #isOver = false;

  constructor(
    flags: RemoteFlags & { readonly service: string },
    terminal: Terminal,
    environment: RemoteEnvironment,
    clock: Clock = systemClock,
  ) {
    this.#flags = flags;
    this.#terminal = terminal;
    this.#environment = environment;
    this.#clock = clock;
  }

  /** @returns `ok` when all replicas answer and have the service; else what is wrong was said */
  async begin(): Promise<ExitCode> {
    const { code, counts } = await this.#ask(this.#terminal);
    if (code !== exit.ok || this.#terminal.isScreen !== true) return code;
    this.#first = counts;
    this.#beganAtMs = this.#clock.now();
    this.#timer = this.#clock.setTimeout(() => void this.#show(), everyMs);
    return code;
  }

  /** The line goes. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#timer === null) return;
    this.#timer.close();
    this.#terminal.err(clearLine);
  }

  async #show(): Promise<void> {
    const { code, counts } = await this.#ask(silent);
    if (this.#isOver) return;
    this.#timer?.refresh();
    if (code !== exit.ok) return;
    const elapsed = Math.round((this.#clock.now() - this.#beganAtMs) / 1000);
    const requests = counts.requests - this.#first.requests;
    const failed = counts.failed - this.#first.failed;
    this.#terminal.err(`${clearLine}${elapsed} s  ${requests} requests  ${failed} failed`);
  }

  /** @param terminal takes what is wrong */
  async #ask({ err }: Pick<Terminal, 'err'>): Promise<{ readonly code: ExitCode; readonly counts: Counts }> {
    const counts = { requests: 0, failed: 0 };
    const path = `/api/v1/services/${encodeURIComponent(this.#flags.service)}`;
    const code = await onAll(
      { method: 'GET', path },
      this.#flags,
      (done) => {
        for (const { answer } of done) {
          const { service } = answered.safeParse(answer).data ?? {};
          counts.requests += service?.requests ?? 0;
          counts.failed += service?.failed ?? 0;
        }
        return '';
      },
      { out: () => {}, err },
      this.#environment,
    );
    return { code, counts };
  }
}

const silent: Pick<Terminal, 'err'> = { err: () => {} };

/** To its beginning, and nothing on it. @see ECMA-48 8.3.41 (EL) */
const clearLine = '\r\u001B[K';
