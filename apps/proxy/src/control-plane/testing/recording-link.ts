import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { ConfigChange } from '../../data-plane/config-change.ts';
import type { InjectedFault } from '../../data-plane/forwarding/faults/injected-fault.ts';
import type { PlaneReport } from '../../data-plane/stats/service-report.ts';
import type { DataPlaneLink, EndpointsByService, PreparedId } from '../data-plane-link.ts';

const noChange: ConfigChange = { added: [], removed: [], changed: [], kept: 0, restartRequired: [] };

/** A link to nowhere that keeps what it is told. */
export class RecordingLink implements DataPlaneLink {
  /** What every data plane would have by now, by service: the last list. */
  readonly endpoints = new Map<string, readonly EndpointOptions[]>();
  /** Every call that changes something, in order. */
  readonly calls: string[] = [];
  readonly faults: (InjectedFault | null)[] = [];
  isStarted = false;
  isClosed = false;
  /** What the next `prepare`, or `commit`, fails with. */
  failure: { readonly step: 'prepare' | 'commit'; readonly error: Error } | null = null;
  /** Runs before `commit` is over. */
  duringCommit: () => void = () => {};
  #lastId = 0;
  #report: (workerId: number, report: PlaneReport) => void = () => {};
  #gone: (workerId: number) => void = () => {};

  start(): void {
    this.isStarted = true;
  }

  prepare(_config: Config): Promise<PreparedId> {
    this.calls.push('prepare');
    if (this.failure?.step === 'prepare') return Promise.reject(this.failure.error);
    this.#lastId += 1;
    return Promise.resolve(this.#lastId);
  }

  commit(_id: PreparedId, endpoints: EndpointsByService): Promise<ConfigChange> {
    this.calls.push(`commit ${[...endpoints.keys()].join(' ')}`.trimEnd());
    if (this.failure?.step === 'commit') return Promise.reject(this.failure.error);
    for (const [service, states] of endpoints) this.endpoints.set(service, states);
    this.duringCommit();
    return Promise.resolve(noChange);
  }

  discard(_id: PreparedId): void {
    this.calls.push('discard');
  }

  update(service: string, endpoints: readonly EndpointOptions[]): void {
    this.calls.push(`update ${service}`);
    this.endpoints.set(service, endpoints);
  }

  inject(_service: string, fault: InjectedFault | null): void {
    this.faults.push(fault);
  }

  onReport(listener: (workerId: number, report: PlaneReport) => void): void {
    this.#report = listener;
  }

  onGone(listener: (workerId: number) => void): void {
    this.#gone = listener;
  }

  close(): void {
    this.isClosed = true;
  }

  /** A data plane reports. */
  report(workerId: number, report: PlaneReport): void {
    this.#report(workerId, report);
  }

  /** A data plane is gone. */
  gone(workerId: number): void {
    this.#gone(workerId);
  }

  /** The endpoints of a service by address, with what is said of each besides its address; `{}` is nothing. */
  states(service: string): Record<string, Partial<EndpointOptions>> {
    const said: Record<string, Partial<EndpointOptions>> = {};
    for (const endpoint of this.endpoints.get(service) ?? []) {
      const { address, weight, health, ejected, drained } = endpoint;
      said[address] = {
        ...(weight === 1 || weight === undefined ? {} : { weight }),
        ...(health === 'unknown' || health === undefined ? {} : { health }),
        ...(ejected === true ? { ejected } : {}),
        ...(drained === true ? { drained } : {}),
      };
    }
    return said;
  }
}
