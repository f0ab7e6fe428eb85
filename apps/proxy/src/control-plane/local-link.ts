import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { Clock, Timer } from '../clock.ts';
import type { ConfigChange } from '../data-plane/config-change.ts';
import type { DataPlane, Prepared } from '../data-plane/data-plane.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';
import { Slices } from '../data-plane/slices.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';
import type { DataPlaneLink, EndpointsByService, PreparedId } from './data-plane-link.ts';

/** How long a data plane counts before it reports. @unit ms */
const reportEveryMs = 100;

/** The one data plane of a process without workers. */
const workerId = 0;

/** The link to a data plane in this process: calls, and nothing in between. */
export class LocalLink implements DataPlaneLink {
  readonly #plane: DataPlane;
  readonly #clock: Clock;
  #prepared: { readonly id: PreparedId; readonly what: Prepared } | null = null;
  #lastId = 0;
  #listener: (workerId: number, report: PlaneReport) => void = () => {};
  #timer: Timer | null = null;
  #isUrgent = false;

  constructor(plane: DataPlane, clock: Clock) {
    this.#plane = plane;
    this.#clock = clock;
  }

  start(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer?.refresh();
      this.#report();
    }, reportEveryMs);
    this.#timer.unref?.();
    this.#plane.onUrgent = () => this.#reportSoon();
  }

  async prepare(config: Config): Promise<PreparedId> {
    const what = await this.#plane.prepare(config);
    const id = ++this.#lastId;
    this.#prepared = { id, what };
    return id;
  }

  async commit(
    id: PreparedId,
    endpoints: EndpointsByService,
    slices: Slices = new Slices(),
  ): Promise<ConfigChange> {
    const prepared = this.#take(id);
    if (prepared === null) throw new Error('another configuration was prepared since');
    for (const [name, states] of endpoints) {
      prepared.snapshot.services.get(name)?.apply(states);
      if (slices.over) await slices.next();
    }
    return this.#plane.commit(prepared);
  }

  discard(id: PreparedId): void {
    const prepared = this.#take(id);
    if (prepared !== null) this.#plane.discard(prepared);
  }

  update(service: string, endpoints: readonly EndpointOptions[]): void {
    this.#plane.snapshot.services.get(service)?.apply(endpoints);
  }

  inject(name: string, fault: InjectedFault | null): void {
    const service = this.#plane.snapshot.services.get(name);
    if (service !== undefined) service.fault = fault;
  }

  onReport(listener: (workerId: number, report: PlaneReport) => void): void {
    this.#listener = listener;
  }

  /** It is never gone: it ends with this process. */
  onGone(): void {}

  close(): void {
    this.#timer?.close();
    this.#timer = null;
    this.#plane.onUrgent = null;
  }

  #take(id: PreparedId): Prepared | null {
    const prepared = this.#prepared;
    if (prepared?.id !== id) return null;
    this.#prepared = null;
    return prepared.what;
  }

  /** In the next turn: whoever says that it is urgent is in the middle of a request. */
  #reportSoon(): void {
    if (this.#isUrgent) return;
    this.#isUrgent = true;
    setImmediate(() => {
      this.#isUrgent = false;
      if (this.#timer !== null) this.#report();
    });
  }

  #report(): void {
    const report = this.#plane.collect();
    if (report.services.length > 0) this.#listener(workerId, report);
  }
}
