import cluster from 'node:cluster';
import type { Socket } from 'node:net';
import type { Config } from '@hostler/config';
import { systemClock } from '../clock.ts';
import { nextDefect } from '../commands/stop-reasons.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { createAccessLog } from '../telemetry/access-log.ts';
import { createLog } from '../telemetry/logger.ts';
import type { Log } from '../telemetry/logger.ts';
import type { Order } from './protocol.ts';
import { allSent, sendToPrimary } from './send-to-primary.ts';
import { Traffic } from './traffic.ts';
import { WorkerPlane } from './worker-plane.ts';

/** What is under way when the primary vanishes may take so long: nobody starts others while we are there. @unit ms */
const orphanTimeoutMs = 5_000;

/** Carries traffic as the primary says, until it says to end, or a defect or the primary's own end does. */
export function work(): void {
  const { worker } = cluster;
  if (worker === undefined) throw new Error('not to be run but by the primary');
  const log = createLog(1, { worker: worker.id });
  const running = new Worker(worker.id, log);
  process.on('message', (order: Order, socket?: Socket) => {
    running.obey(order, socket);
  });
  void nextDefect(log.logger).then(() => running.leave());
  worker.on('disconnect', () => {
    // Else Node ends the process right after this.
    worker.exitedAfterDisconnect = true;
    running.orphaned();
  });
  sendToPrimary({ kind: 'ready' });
}

class Worker {
  readonly #id: number;
  readonly #log: Log;
  readonly #orders: WorkerPlane;
  /** `null` before the first configuration. */
  #serving: { readonly plane: DataPlane; readonly traffic: Traffic } | null = null;
  #ending: Promise<void> | null = null;

  constructor(id: number, log: Log) {
    this.#id = id;
    this.#log = log;
    this.#orders = new WorkerPlane({
      createPlane: (config, workers) => this.#createPlane(config, workers),
      send: sendToPrimary,
      clock: systemClock,
    });
  }

  obey(order: Order, socket: Socket | undefined): void {
    switch (order.kind) {
      case 'connection':
        sendToPrimary({ kind: 'accepted', id: order.id });
        // The client may have left by the time that it is sent.
        if (socket !== undefined) this.#serving?.traffic.take(socket);
        break;
      case 'drain':
        this.#serving?.traffic.drain();
        break;
      case 'stop':
        void this.#end(order.timeoutMs, 0);
        break;
      case 'head':
      case 'services':
      case 'prepare':
      case 'endpoints':
      case 'commit':
      case 'discard':
      case 'update':
      case 'inject':
        this.#orders.obey(order);
        break;
      default:
        this.#log.logger.error({ order: order satisfies never }, 'an order that nobody understands');
    }
  }

  /** After a defect nothing new is begun. */
  leave(): void {
    sendToPrimary({ kind: 'leaving' });
    void this.#end(this.#shutdownTimeoutMs, 1);
  }

  /** The primary is gone, and with it whoever accepts connections. */
  orphaned(): void {
    if (this.#ending === null) this.#log.logger.error('the primary process is gone');
    void this.#end(Math.min(this.#shutdownTimeoutMs, orphanTimeoutMs), 1);
  }

  get #shutdownTimeoutMs(): number {
    return this.#serving?.plane.snapshot.config.shutdown.timeoutMs ?? 0;
  }

  #createPlane(config: Config, workers: number): DataPlane {
    const plane = new DataPlane(config, {
      clock: systemClock,
      random: Math.random,
      logger: this.#log.logger,
      accessLog: (enabled) => createAccessLog(this.#log.write, enabled, this.#id),
      workers,
    });
    this.#serving = { plane, traffic: new Traffic(plane, systemClock) };
    return plane;
  }

  #end(timeoutMs: number, code: number): Promise<void> {
    this.#ending ??= this.#finish(timeoutMs, code);
    return this.#ending;
  }

  async #finish(timeoutMs: number, code: number): Promise<never> {
    await this.#serving?.traffic.finish(timeoutMs);
    this.#orders.close();
    await Promise.all([allSent(), this.#log.close()]);
    process.exit(code);
  }
}
