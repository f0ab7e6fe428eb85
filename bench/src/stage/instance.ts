import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Launched, Launcher } from '../os/launcher.ts';
import { lastingPort, waitForPort } from '../os/wait.ts';
import { postJson } from './json-over-http.ts';
import { receivedIds } from './received-ids.ts';

const TAP = fileURLToPath(new URL('tap.ts', import.meta.url));
const DOWNSTREAM = fileURLToPath(new URL('../../../apps/downstream/src/main.ts', import.meta.url));

/** An order for `/_control`: see the README of the simulated service. */
export type Order = Readonly<Record<string, string | number>>;

/** One simulated instance in a process of its own, which keeps its port when it is killed and started again. */
export class Instance {
  /** In `X-Instance` of all that it answers. */
  readonly name: string;
  readonly port: number;
  readonly #launch: Launcher;
  readonly #logFile: string;
  #running: Launched | null = null;

  private constructor(name: string, port: number, launch: Launcher, directory: string) {
    this.name = name;
    this.port = port;
    this.#launch = launch;
    this.#logFile = join(directory, `${name}.log`);
  }

  /** Starts one on a free port of 127.0.0.1. @param directory takes its log */
  static async start(name: string, launch: Launcher, directory: string): Promise<Instance> {
    const instance = new Instance(name, await lastingPort(), launch, directory);
    await instance.restart();
    return instance;
  }

  /** Starts it again after {@link kill}, and waits until it accepts. */
  async restart(): Promise<void> {
    const args = ['--import', TAP, DOWNSTREAM, '-p', String(this.port), '--instance', this.name];
    const running = this.#launch(process.execPath, args, { stdoutFile: this.#logFile });
    this.#running = running;
    await waitForPort(running, this.port, this.name);
  }

  /** Ends it at once, as a machine does that loses power, but with its connections reset by the system. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#running?.exited;
  }

  /** It stays there and does nothing: the system still accepts connections for it. */
  pause(): void {
    this.#signal('SIGSTOP');
  }

  resume(): void {
    this.#signal('SIGCONT');
  }

  /** Sets its condition. @throws when it does not take the order */
  async order(order: Order): Promise<void> {
    await postJson(this.port, '/_control', order);
  }

  /** Ids of the requests that reached it and must not be repeated, those of its earlier lives too. */
  receivedIds(): string[] {
    return receivedIds(readFileSync(this.#logFile, 'utf8'));
  }

  async stop(): Promise<void> {
    // One that is paused would not hear that it is to stop.
    this.resume();
    await this.#running?.stop();
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.#running !== null) process.kill(this.#running.pid, signal);
    } catch {
      // It has ended.
    }
  }
}
