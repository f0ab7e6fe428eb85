import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { ConfigChange } from '../data-plane/config-change.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';

/** A configuration that every data plane has compiled and none goes by yet. */
export type PreparedId = number;

/** The states of endpoints, by service; a service that is not in it has those that its configuration gives it. */
export type EndpointsByService = ReadonlyMap<string, readonly EndpointOptions[]>;

/** The control plane's way to the data planes: one in this process, or one in each worker. */
export interface DataPlaneLink {
  /** Begins to bring reports. */
  start(): void;
  /** Compiles a configuration on every data plane. @throws when one of them cannot; then nothing has changed */
  prepare(config: Config): Promise<PreparedId>;
  /**
   * Switches every data plane to what was prepared. Its services have these endpoints before a request meets them.
   * The last one prepared is the only one that can be committed.
   */
  commit(id: PreparedId, endpoints: EndpointsByService): Promise<ConfigChange>;
  /** Lets go of what was prepared, when it will not be committed. */
  discard(id: PreparedId): void;
  /** Replaces a service's endpoints on every data plane; nothing where there is no such service. */
  update(service: string, endpoints: readonly EndpointOptions[]): void;
  /** Makes an endpoint fail in a certain way from now on; `null` ends that. */
  inject(service: string, fault: InjectedFault | null): void;
  /** Counters since a data plane's last report, about every 100 ms while there is something to say. One listener. */
  onReport(listener: (workerId: number, report: PlaneReport) => void): void;
  /** A data plane is gone: what it said of now is over, and what it counted stays counted. One listener. */
  onGone(listener: (workerId: number) => void): void;
  /** Ends the reports. */
  close(): void;
}
