import type { Logger } from 'pino';
import type { Clock, Timer } from '../clock.ts';
import { RestartBackoff } from './restart-backoff.ts';
import { WorkerGone } from './worker-gone.ts';
import type { HowItEnded, WorkerProcess } from './worker-process.ts';

export interface SupervisorParts {
  /** How many there are to be. */
  readonly count: number;
  readonly fork: () => WorkerProcess;
  /** @returns once it serves  @throws WorkerGone when it ends before  @throws Error when it cannot */
  readonly bringUp: (worker: WorkerProcess) => Promise<void>;
  /** A worker has ended. */
  readonly onGone: (worker: WorkerProcess) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One of the places that always have a worker. */
interface Place {
  readonly backoff: RestartBackoff;
  /** While it waits for a worker. */
  timer: Timer | null;
}

/** A worker that has not ended. */
interface Life {
  readonly worker: WorkerProcess;
  readonly startedAtMs: number;
  /** `null` when another worker is in its place already. */
  place: Place | null;
  isServing: boolean;
}

/** Keeps so many workers: whoever dies is replaced, and that is logged. */
export class Supervisor {
  readonly #parts: SupervisorParts;
  readonly #lives = new Map<number, Life>();
  readonly #places: readonly Place[];
  #isStopped = false;
  readonly #onEmpty: (() => void)[] = [];

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#places = Array.from({ length: parts.count }, () => ({
      backoff: new RestartBackoff(),
      timer: null,
    }));
  }

  /**
   * Starts the first ones.
   * @returns once all of them serve
   * @throws Error when one of them does not come that far: what keeps it would keep those after it too
   */
  async start(): Promise<void> {
    await Promise.all(this.#places.map((place) => this.#fill(place)));
  }

  /** Those that have not ended. */
  get workers(): readonly WorkerProcess[] {
    return Array.from(this.#lives.values(), ({ worker }) => worker);
  }

  /** At least one serves. */
  get isServing(): boolean {
    return Array.from(this.#lives.values()).some(({ isServing }) => isServing);
  }

  /** A worker finishes what it has and takes nothing new: another one begins in its place. */
  leaving(workerId: number): void {
    const life = this.#lives.get(workerId);
    if (life === undefined) return;
    life.isServing = false;
    this.#parts.logger.warn({ worker: workerId }, 'a worker is leaving, and is replaced');
    this.#replace(life);
  }

  /** Nobody is replaced any more, and who does not serve yet is ended. */
  stop(): void {
    this.#isStopped = true;
    for (const place of this.#places) place.timer?.close();
    for (const { worker, isServing, place } of this.#lives.values()) {
      if (!isServing && place !== null) worker.kill();
    }
  }

  /** @returns once no worker is left */
  ended(): Promise<void> {
    if (this.#lives.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty.push(resolve);
    });
  }

  async #fill(place: Place): Promise<void> {
    const { fork, bringUp, clock, logger } = this.#parts;
    const worker = fork();
    const life: Life = { worker, startedAtMs: clock.now(), place, isServing: false };
    this.#lives.set(worker.id, life);
    const { promise: gone, reject } = Promise.withResolvers<never>();
    worker.onGone = (how) => {
      reject(new WorkerGone(`worker ${worker.id} ended before it served: ${words(how)}`));
      this.#gone(life, how);
    };
    try {
      await Promise.race([bringUp(worker), gone]);
    } catch (error) {
      if (!(error instanceof WorkerGone)) worker.kill();
      throw error;
    }
    life.isServing = true;
    logger.info({ worker: worker.id, pid: worker.pid }, 'a worker serves');
  }

  #gone(life: Life, how: HowItEnded): void {
    const { worker } = life;
    this.#lives.delete(worker.id);
    life.isServing = false;
    const livedMs = Math.round(this.#parts.clock.now() - life.startedAtMs);
    const line = { worker: worker.id, pid: worker.pid, code: how.code, signal: how.signal, livedMs };
    if (this.#isStopped && how.code === 0) this.#parts.logger.debug(line, 'a worker has ended');
    else {
      const restartInMs = this.#replace(life);
      this.#parts.logger.error(restartInMs === null ? line : { ...line, restartInMs }, 'a worker has ended');
    }
    this.#parts.onGone(worker);
    if (this.#lives.size > 0) return;
    for (const resolve of this.#onEmpty.splice(0)) resolve();
  }

  /** @returns in how many milliseconds another one starts; `null` when one has, or none will */
  #replace(life: Life): number | null {
    const { place } = life;
    life.place = null;
    if (place === null || this.#isStopped) return null;
    const { clock } = this.#parts;
    const delayMs = place.backoff.next(clock.now() - life.startedAtMs);
    // Never in the middle of the other's end.
    place.timer = clock.setTimeout(() => void this.#refill(place), delayMs);
    return delayMs;
  }

  async #refill(place: Place): Promise<void> {
    try {
      await this.#fill(place);
    } catch (error) {
      // That it has ended is logged, and another one follows.
      if (error instanceof WorkerGone) return;
      this.#parts.logger.error({ err: error }, 'a worker cannot be brought up');
    }
  }
}

function words({ code, signal }: HowItEnded): string {
  if (signal !== null) return signal;
  return code === null ? 'it could not be started' : `exit code ${code}`;
}
