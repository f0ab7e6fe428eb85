import type { Config } from '@hostler/config';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { ServedProxy } from '../commands/served-proxy.ts';
import type { ConfigManager } from '../control-plane/configuration/config-manager.ts';
import { LocalLink } from '../control-plane/local-link.ts';
import { elapsed, settled } from '../control-plane/shutdown.ts';
import type { ShutdownOptions } from '../control-plane/shutdown.ts';
import { ControlSide } from '../control-side.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { explain } from '../explain/explain.ts';
import type { ListenAddress } from '../listen.ts';
import { ClusterLink } from './cluster-link.ts';
import { Distributor } from './distributor.ts';
import { explainWithReports } from './explain-with-reports.ts';
import { forkWorker } from './fork-worker.ts';
import type { Order } from './protocol.ts';
import { Supervisor } from './supervisor.ts';
import { WorkerGone } from './worker-gone.ts';
import { WorkerLine } from './worker-line.ts';
import type { WorkerProcess } from './worker-process.ts';

export interface PrimaryOptions {
  /** Processes that carry traffic. */
  readonly workers: number;
  readonly logger: Logger;
  /** What the configuration was loaded from. */
  readonly configFile: string;
}

/** What a worker may take beyond `shutdown.timeout`: to cut what is left, to write its log, and to end. @unit ms */
const endMs = 3_000;

/** A proxy whose traffic is carried by workers. This process has everything else. */
export class Primary implements ServedProxy {
  readonly configuration: ConfigManager;
  readonly #config: Config;
  readonly #clock: Clock = systemClock;
  readonly #logger: Logger;
  /** Carries no traffic: requests are explained by it. */
  readonly #plane: DataPlane;
  readonly #link: ClusterLink;
  readonly #side: ControlSide;
  readonly #distributor: Distributor;
  readonly #supervisor: Supervisor;
  readonly #lines = new Map<number, WorkerLine>();
  /** Endpoints were looked up, as far as there is something to look up. */
  #isOpen = false;
  #closing: Promise<void> | null = null;

  constructor(config: Config, { workers, logger, configFile }: PrimaryOptions) {
    const clock = this.#clock;
    const parts = { clock, random: Math.random, logger };
    const plane = new DataPlane(config, { ...parts, accessLog: () => null, workers });
    const link = new ClusterLink(config, { local: new LocalLink(plane, clock), workers, logger });
    this.#config = config;
    this.#logger = logger;
    this.#plane = plane;
    this.#link = link;
    this.#side = new ControlSide(config, {
      ...parts,
      link,
      configFile,
      explain: (question) =>
        explainWithReports(explain(plane.snapshot, question), (name) => this.#side.control.service(name)),
      isServing: () => this.#isOpen && this.#supervisor.isServing,
      isDraining: () => plane.draining,
    });
    this.configuration = this.#side.configuration;
    this.#distributor = new Distributor(logger);
    this.#supervisor = new Supervisor({
      count: workers,
      fork: forkWorker,
      bringUp: (worker) => this.#bringUp(worker),
      onGone: (worker) => this.#gone(worker),
      clock,
      logger,
    });
  }

  /** Listeners are opened first: what keeps them from it is known before anything is started. */
  async open(): Promise<ListenAddress> {
    const at = await this.#distributor.listen(this.#config.listen);
    await this.#side.openAdmin();
    // Connections wait meanwhile: nobody is served before endpoints are known.
    await this.#side.control.start();
    await this.#supervisor.start();
    this.#isOpen = true;
    return at;
  }

  close(options?: ShutdownOptions): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async #bringUp(worker: WorkerProcess): Promise<void> {
    const line = new WorkerLine(worker, {
      onAccepted: (id) => this.#distributor.accepted(id),
      onReport: (id, report) => this.#link.report(id, report),
      onLeaving: (id) => {
        this.#distributor.remove(id);
        this.#supervisor.leaving(id);
      },
      clock: this.#clock,
      logger: this.#logger,
    });
    this.#lines.set(worker.id, line);
    await line.ready;
    await this.#link.bringUp(line.plane);
    if (line.isLeaving || !this.#lines.has(worker.id)) throw new WorkerGone(`worker ${worker.id} is gone`);
    this.#distributor.add(worker);
  }

  #gone(worker: WorkerProcess): void {
    this.#lines.get(worker.id)?.plane.gone();
    this.#lines.delete(worker.id);
    this.#link.gone(worker.id);
    this.#distributor.gone(worker.id);
  }

  /** As one process does it, in all of them: they stop to accept when this one does, and are waited for. */
  async #close(options: ShutdownOptions = {}): Promise<void> {
    this.#side.beginClosing();
    this.#plane.draining = true;
    this.#supervisor.stop();
    const { delayMs, timeoutMs } = this.#plane.snapshot.config.shutdown;
    this.#tell({ kind: 'drain' });
    if (options.skipDelay !== true && delayMs > 0) await elapsed(this.#clock, delayMs);

    this.#distributor.close();
    this.#tell({ kind: 'stop', timeoutMs });
    await settled([this.#supervisor.ended()], this.#clock, timeoutMs + endMs);
    for (const worker of this.#supervisor.workers) worker.kill();
    await this.#supervisor.ended();
    this.#plane.close();
    await this.#side.close();
  }

  #tell(order: Order): void {
    for (const worker of this.#supervisor.workers) worker.send(order);
  }
}
