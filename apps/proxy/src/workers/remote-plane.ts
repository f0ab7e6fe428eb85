import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { Clock, Timer } from '../clock.ts';
import { servicesInSlices } from '../control-plane/configuration/config-slices.ts';
import { Fingerprinter } from '../data-plane/fingerprint.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';
import type { Answer, EndpointsSlice, PlaneOrder } from './protocol.ts';
import { WorkerGone } from './worker-gone.ts';
import type { WorkerProcess } from './worker-process.ts';

/** A worker that has not answered by then hangs, and is ended. @unit ms */
const answerTimeoutMs = 30_000;

/** An order that was sent and not answered. */
interface Asked {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

/** The data plane of one worker, in the primary: one conversation at a time. */
export class RemotePlane {
  readonly id: number;
  readonly #process: Pick<WorkerProcess, 'id' | 'send' | 'kill'>;
  readonly #clock: Clock;
  #asked: Asked | null = null;
  #isGone = false;

  constructor(process: Pick<WorkerProcess, 'id' | 'send' | 'kill'>, clock: Clock) {
    this.id = process.id;
    this.#process = process;
    this.#clock = clock;
  }

  /**
   * Sends a configuration and has it compiled, a slice at a time, so that neither event loop is held up.
   * @throws WorkerGone  @throws Error with what the worker says
   */
  async prepare(config: Config, workers: number): Promise<void> {
    const { services, ...head } = config;
    await this.#ask({ kind: 'head', head, workers }, 'next');
    for (const slice of servicesInSlices(services, new Fingerprinter())) {
      await this.#ask({ kind: 'services', ...slice }, 'next');
    }
    await this.#ask({ kind: 'prepare' }, 'prepared');
  }

  /** Sends what the prepared services begin with. @throws WorkerGone */
  async stage(slices: Iterable<EndpointsSlice>): Promise<void> {
    for (const endpoints of slices) await this.#ask({ kind: 'endpoints', endpoints }, 'next');
  }

  /** @throws WorkerGone  @throws Error with what the worker says */
  async commit(): Promise<void> {
    await this.#ask({ kind: 'commit' }, 'committed');
  }

  discard(): void {
    this.#process.send({ kind: 'discard' });
  }

  update(service: string, endpoints: readonly EndpointOptions[]): void {
    this.#process.send({ kind: 'update', service, endpoints });
  }

  inject(service: string, fault: InjectedFault | null): void {
    this.#process.send({ kind: 'inject', service, fault });
  }

  /** Ends the worker, so that another one takes its place. */
  kill(): void {
    this.#process.kill();
  }

  /** The worker has answered. @returns false when it was not asked */
  hear(answer: Answer): boolean {
    const asked = this.#asked;
    if (asked === null) return false;
    this.#asked = null;
    asked.timer.close();
    asked.resolve(answer);
    return true;
  }

  /** The worker is gone, and will not answer. */
  gone(): void {
    this.#isGone = true;
    this.#asked?.timer.close();
    this.#asked?.reject(new WorkerGone(`worker ${this.id} is gone`));
    this.#asked = null;
  }

  async #ask(order: PlaneOrder, expected: Answer['kind']): Promise<void> {
    if (this.#isGone) throw new WorkerGone(`worker ${this.id} is gone`);
    const answer = await new Promise<Answer>((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => this.kill(), answerTimeoutMs);
      this.#asked = { resolve, reject, timer };
      this.#process.send(order);
    });
    if (answer.kind === expected) return;
    throw new Error(
      answer.kind === 'failed'
        ? `worker ${this.id}: ${answer.message}`
        : `worker ${this.id} answered ${answer.kind} to ${order.kind}`,
    );
  }
}
