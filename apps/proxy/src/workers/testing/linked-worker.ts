import type { Config } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { DataPlane } from '../../data-plane/data-plane.ts';
import type { Message, Order, PlaneOrder } from '../protocol.ts';
import { RemotePlane } from '../remote-plane.ts';
import { WorkerPlane } from '../worker-plane.ts';

const logger = pino({ enabled: false });

/** A data plane that serves nobody. */
export function planeOf(config: Config, workers = 1, clock = new FakeClock()): DataPlane {
  return new DataPlane(config, { clock, random: () => 0, logger, accessLog: () => null, workers });
}

/**
 * Both ends of the line to a worker in this process, with clones in between as between processes. Messages arrive in
 * order, each in a turn of its own.
 */
export class LinkedWorker {
  readonly remote: RemotePlane;
  readonly clock = new FakeClock();
  /** The worker's; `null` before its first configuration. */
  plane: DataPlane | null = null;
  /** What it was told, in order. */
  readonly orders: Order['kind'][] = [];
  readonly messages: Message[] = [];
  isKilled = false;
  /** What it says in place of compiling the next configuration. */
  failure: string | null = null;
  /** Called before it hears an order; `false` keeps that, and what follows, from it. */
  mayHear: (order: Order) => boolean = () => true;
  #isGone = false;

  constructor(id: number, clock: FakeClock) {
    const worker = new WorkerPlane({
      createPlane: (config, workers) => {
        this.#throwFailure();
        this.plane = planeOf(config, workers, this.clock);
        return this.plane;
      },
      send: (message) => this.#deliver(message),
      clock: this.clock,
    });
    const send = (order: Order): void => {
      const copy = structuredClone(order);
      setImmediate(() => {
        if (this.#isGone || !this.mayHear(copy)) return;
        this.orders.push(copy.kind);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a remote plane sends no other
        worker.obey(copy as PlaneOrder);
      });
    };
    this.remote = new RemotePlane({ id, send, kill: () => (this.isKilled = true) }, clock);
  }

  /** It dies. */
  die(): void {
    this.#isGone = true;
    this.remote.gone();
  }

  /** The names of the services that it goes by. */
  get services(): string[] {
    return [...(this.plane?.snapshot.services.keys() ?? [])];
  }

  /** The endpoints of a service that may be picked. */
  available(service: string): string[] {
    const endpoints = this.plane?.snapshot.services.get(service)?.balancer.endpoints ?? [];
    return endpoints.filter(({ availability }) => availability === 'available').map(({ name }) => name);
  }

  #deliver(message: Message): void {
    const failed = message.kind === 'prepared' && this.failure !== null;
    const copy = structuredClone<Message>(failed ? { kind: 'failed', message: this.failure ?? '' } : message);
    this.failure = failed ? null : this.failure;
    setImmediate(() => {
      if (this.#isGone) return;
      this.messages.push(copy);
      if (
        copy.kind !== 'report' &&
        copy.kind !== 'ready' &&
        copy.kind !== 'accepted' &&
        copy.kind !== 'leaving'
      )
        this.remote.hear(copy);
    });
  }

  #throwFailure(): void {
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw new Error(failure);
  }
}
