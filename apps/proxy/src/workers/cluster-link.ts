import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { Logger } from 'pino';
import type { DataPlaneLink, EndpointsByService, PreparedId } from '../control-plane/data-plane-link.ts';
import type { ConfigChange } from '../data-plane/config-change.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';
import { CommittedState } from './committed-state.ts';
import { endpointsInSlices } from './endpoint-slices.ts';
import type { RemotePlane } from './remote-plane.ts';
import { Turns } from './turns.ts';
import { WorkerGone } from './worker-gone.ts';

export interface ClusterLinkParts {
  /** The primary's own data plane, which carries no traffic: requests are explained by it. */
  readonly local: Pick<DataPlaneLink, 'prepare' | 'commit' | 'discard' | 'update' | 'inject'>;
  /** Processes that carry traffic. */
  readonly workers: number;
  readonly logger: Logger;
}

/** A configuration that every data plane has compiled. */
interface Prepared {
  readonly id: PreparedId;
  readonly localId: PreparedId;
  readonly config: Config;
  /** Lets workers come up again. */
  readonly release: () => void;
}

/**
 * The link to the data planes of all workers. A worker comes up with what was committed last, and never while a
 * configuration is between prepared and committed: so all that there are have prepared it.
 */
export class ClusterLink implements DataPlaneLink {
  readonly #parts: ClusterLinkParts;
  /** Of the workers that have, or are getting, what was committed. */
  readonly #planes = new Map<number, RemotePlane>();
  readonly #state: CommittedState;
  readonly #turns = new Turns();
  #prepared: Prepared | null = null;
  #lastId = 0;
  #onReport: (workerId: number, report: PlaneReport) => void = () => {};
  #onGone: (workerId: number) => void = () => {};

  /** @param config what the primary's data plane goes by already */
  constructor(config: Config, parts: ClusterLinkParts) {
    this.#state = new CommittedState(config);
    this.#parts = parts;
  }

  /** Workers report by themselves. */
  start(): void {}

  async prepare(config: Config): Promise<PreparedId> {
    this.#drop();
    const release = await this.#turns.take();
    const { local, workers } = this.#parts;
    const planes = [...this.#planes.values()];
    const preparing = local.prepare(config);
    const results = await Promise.allSettled([
      preparing,
      ...planes.map((plane) => plane.prepare(config, workers)),
    ]);
    const failure = results.find((result) => result.status === 'rejected' && !isGone(result.reason));
    if (failure?.status === 'rejected') {
      await preparing.then(
        (id) => local.discard(id),
        () => {},
      );
      for (const plane of planes) plane.discard();
      release();
      throw failure.reason;
    }
    const id = ++this.#lastId;
    this.#prepared = { id, localId: await preparing, config, release };
    return id;
  }

  async commit(id: PreparedId, endpoints: EndpointsByService): Promise<ConfigChange> {
    const prepared = this.#take(id);
    if (prepared === null) throw new Error('another configuration was prepared since');
    try {
      await this.#onAll((plane) => plane.stage(endpointsInSlices(endpoints)));
      const change = await this.#parts.local.commit(prepared.localId, endpoints);
      this.#state.replace(prepared.config, change, endpoints);
      await this.#onAll((plane) => plane.commit());
      return change;
    } finally {
      prepared.release();
    }
  }

  discard(id: PreparedId): void {
    if (this.#prepared?.id === id) this.#drop();
  }

  update(service: string, endpoints: readonly EndpointOptions[]): void {
    this.#parts.local.update(service, endpoints);
    this.#state.update(service, endpoints);
    for (const plane of this.#planes.values()) plane.update(service, endpoints);
  }

  inject(service: string, fault: InjectedFault | null): void {
    this.#parts.local.inject(service, fault);
    this.#state.inject(service, fault);
    for (const plane of this.#planes.values()) plane.inject(service, fault);
  }

  onReport(listener: (workerId: number, report: PlaneReport) => void): void {
    this.#onReport = listener;
  }

  onGone(listener: (workerId: number) => void): void {
    this.#onGone = listener;
  }

  close(): void {
    this.#onReport = () => {};
    this.#onGone = () => {};
  }

  /**
   * Brings a new worker to what was committed last, and keeps it there.
   * @throws WorkerGone  @throws Error with what the worker says
   */
  async bringUp(plane: RemotePlane): Promise<void> {
    const release = await this.#turns.take();
    try {
      const { config, endpoints, faults } = this.#state;
      await plane.prepare(config, this.#parts.workers);
      // From now on it hears of changes: those of endpoints that are still to be sent would be lost on it otherwise.
      this.#planes.set(plane.id, plane);
      await plane.stage(endpointsInSlices(endpoints));
      await plane.commit();
      for (const [service, fault] of faults) plane.inject(service, fault);
    } catch (error) {
      this.#planes.delete(plane.id);
      throw error;
    } finally {
      release();
    }
  }

  /** What a worker has counted. */
  report(workerId: number, report: PlaneReport): void {
    this.#onReport(workerId, report);
  }

  /** A worker is gone. */
  gone(workerId: number): void {
    this.#planes.delete(workerId);
    this.#onGone(workerId);
  }

  /** A worker that cannot go along is ended: another one takes its place, which begins with what is in use. */
  async #onAll(step: (plane: RemotePlane) => Promise<void>): Promise<void> {
    const planes = [...this.#planes.values()];
    const results = await Promise.allSettled(planes.map(step));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled' || isGone(result.reason)) continue;
      const plane = planes[index];
      this.#parts.logger.error(
        { worker: plane?.id, err: result.reason },
        'a worker does not go by the configuration, and is replaced',
      );
      plane?.kill();
    }
  }

  #take(id: PreparedId): Prepared | null {
    const prepared = this.#prepared;
    if (prepared?.id !== id) return null;
    this.#prepared = null;
    return prepared;
  }

  #drop(): void {
    const prepared = this.#prepared;
    if (prepared === null) return;
    this.#prepared = null;
    this.#parts.local.discard(prepared.localId);
    for (const plane of this.#planes.values()) plane.discard();
    prepared.release();
  }
}

function isGone(reason: unknown): boolean {
  return reason instanceof WorkerGone;
}
