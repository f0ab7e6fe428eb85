import type { LogEntry } from './log-entry.ts';
import type { Plan } from './plan.ts';

/** Waits for the word of every listener of a plan. */
export class Startup {
  /** The process of each instance, by its port. */
  readonly pids = new Map<number, number>();
  readonly #missing: Map<number, string>;

  constructor({ listenPort, adminPort, services }: Plan) {
    this.#missing = new Map([
      [listenPort, 'the proxy'],
      [adminPort, "the proxy's admin side"],
      ...services.flatMap(({ name, ports }) =>
        ports.map((port): [number, string] => [port, `${name} on ${port}`]),
      ),
    ]);
  }

  /** Who did not listen yet. */
  get missing(): readonly string[] {
    return [...this.#missing.values()];
  }

  /** Takes a line of a task's log. True when it was the word that the last listener was missing. */
  take(entry: LogEntry): boolean {
    const { msg, port, pid } = entry;
    if (msg !== 'listening' || typeof port !== 'number') return false;
    if (typeof pid === 'number') this.pids.set(port, pid);
    return this.#missing.delete(port) && this.#missing.size === 0;
  }
}
