import type { Config, HealthCheckConfig, ServiceConfig } from '@hostler/config';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { ConfigChange } from '../data-plane/config-change.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';
import type { SharedSettings } from '../data-plane/same-service.ts';
import { Slices } from '../data-plane/slices.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';
import type { DataPlaneLink, PreparedId } from './data-plane-link.ts';
import type { EndpointSource } from './discovery/endpoint-source.ts';
import type { DrillOrder } from './drill/drill-order.ts';
import { Drills } from './drill/drills.ts';
import type { DrillStart } from './drill/drills.ts';
import { createProbe } from './health-checks/create-probe.ts';
import type { Probe } from './health-checks/probe.ts';
import { ProbeSlots } from './health-checks/probe-slots.ts';
import { ServiceControl } from './service-control.ts';
import type { ServiceControlParts } from './service-control.ts';
import { EndpointLookup } from './service/endpoint-lookup.ts';
import { StagedConfig } from './staged-config.ts';
import type { ServiceView } from './views.ts';

/** What the control plane is made of besides its configuration. */
export interface ControlPlaneParts {
  readonly link: DataPlaneLink;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
  /** @returns `null` for a service with nothing to look up */
  readonly discovery: (
    service: ServiceConfig,
    parts: { readonly clock: Clock; readonly random: () => number; readonly logger: Logger },
  ) => EndpointSource | null;
  /** @default HTTP and TCP, as configured */
  readonly probe?: (service: ServiceConfig, check: HealthCheckConfig, clock: Clock) => Probe;
}

/** What became of an operator's wish. */
export type OperationResult = 'ok' | 'no-service' | 'no-endpoint';

/** Probes that run at the same time, over all services. */
const maxProbes = 64;

/**
 * The side of the proxy that carries no traffic: discovery, active checks, outlier detection, what operators set, and
 * the change to another configuration. One a machine, however many workers there are.
 */
export class ControlPlane {
  readonly #parts: ControlPlaneParts;
  readonly #controlParts: ServiceControlParts;
  readonly #drills: Drills;
  #services: ReadonlyMap<string, ServiceControl>;
  #shared: SharedSettings;
  #isRunning = false;
  #isClosed = false;
  /** `start` and every `apply`, one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param config what the data planes go by already */
  constructor(config: Config, parts: ControlPlaneParts) {
    const { link, clock, random, logger } = parts;
    this.#parts = parts;
    this.#shared = config;
    this.#controlParts = {
      clock,
      random,
      logger,
      slots: new ProbeSlots(maxProbes),
      createProbe: parts.probe ?? createProbe,
      push: (service, endpoints) => link.update(service, endpoints),
    };
    this.#drills = new Drills({
      clock,
      logger,
      view: (service) => this.service(service),
      config: (service) => this.#services.get(service)?.config ?? null,
      inject: (service, fault) => this.inject(service, fault) === 'ok',
    });
    this.#services = new Map(config.services.map((service) => [service.name, this.#newControl(service)]));
    link.onReport((workerId, report) => this.#report(workerId, report));
    link.onGone((workerId) => {
      for (const control of this.#services.values()) control.forgetWorker(workerId);
    });
  }

  /**
   * Begins: discovery, checks, reports.
   * @returns once every service with something to look up has its first answer, or none for 2 s
   */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  /**
   * Changes to another configuration, or to none of it. Calls at the same time are done one after the other. What is
   * known of services and endpoints stays known, as far as the part of the configuration is the same that it comes from;
   * what operators have set stays for as long as its endpoint.
   * @throws what keeps a data plane from it; nothing has changed then
   */
  apply(config: Config): Promise<ConfigChange> {
    return this.#inTurn(() => this.#apply(config));
  }

  /** In the order of the configuration. */
  services(): readonly ServiceView[] {
    return Array.from(this.#services.values(), (control) => control.view());
  }

  /** `null` when there is no such service. */
  service(name: string): ServiceView | null {
    return this.#services.get(name)?.view() ?? null;
  }

  /** The endpoint gets nothing new until `undrain`, a restart, or its going. @param endpoint `address:port` */
  drain(service: string, endpoint: string): OperationResult {
    return this.#operate(service, (control) => control.setDrained(endpoint, true));
  }

  undrain(service: string, endpoint: string): OperationResult {
    return this.#operate(service, (control) => control.setDrained(endpoint, false));
  }

  /** @param weight 1 to 1000; `null` is as configured */
  setWeight(service: string, endpoint: string, weight: number | null): OperationResult {
    return this.#operate(service, (control) => control.setWeight(endpoint, weight));
  }

  /** Makes an endpoint fail in a certain way, on all data planes. @param fault `null` ends it */
  inject(service: string, fault: InjectedFault | null): OperationResult {
    return this.#operate(service, (control) => {
      if (fault !== null && !control.has(fault.endpoint)) return false;
      this.#parts.link.inject(service, fault);
      return true;
    });
  }

  /**
   * Makes an endpoint fail for some time, and says what that did to the clients: at most one drill a service.
   * @param signal ends it when whoever asked is gone
   */
  drill(order: DrillOrder, signal: AbortSignal): DrillStart {
    return this.#drills.begin(order, signal);
  }

  /** Takes out every fault of a drill, and lets none begin: clients should not meet one in a shutdown. */
  endDrills(): void {
    this.#drills.close();
  }

  /** Ends checks, look-ups, timers, drills and reports. The data planes go on with what they have. */
  close(): void {
    this.#isClosed = true;
    this.#isRunning = false;
    this.#drills.close();
    for (const control of this.#services.values()) control.close();
    this.#parts.link.close();
  }

  async #start(): Promise<void> {
    if (this.#isClosed || this.#isRunning) return;
    this.#isRunning = true;
    this.#parts.link.start();
    const answers: Promise<void>[] = [];
    const slices = new Slices();
    for (const { lookup } of this.#services.values()) {
      const answer = lookup.start();
      if (answer !== null) answers.push(answer);
      if (slices.over) await slices.next();
    }
    await Promise.all(answers);
    for (const control of this.#services.values()) {
      if (this.#isClosed) return;
      control.start();
      if (slices.over) await slices.next();
    }
  }

  async #apply(config: Config): Promise<ConfigChange> {
    this.#throwIfClosed();
    const { link } = this.#parts;
    const id = await link.prepare(config);
    const before = { services: this.#services, shared: this.#shared };
    const staged = new StagedConfig(config, before, {
      newControl: (service) => this.#newControl(service),
      newLookup: (service) => this.#newLookup(service),
    });
    let change: ConfigChange;
    try {
      await staged.compare();
      if (this.#isRunning) await staged.lookUp();
      this.#throwIfClosed();
      change = await link.commit(id, await staged.hold());
    } catch (error) {
      this.#giveUp(staged, id);
      throw error;
    }
    this.#services = staged.services;
    this.#shared = config;
    await staged.adopt(this.#isRunning);
    this.#drills.configured();
    if (this.#isClosed) this.close();
    return change;
  }

  #giveUp(staged: StagedConfig, id: PreparedId): void {
    staged.giveUp();
    this.#parts.link.discard(id);
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw new Error('the proxy is shutting down');
  }

  #newControl(service: ServiceConfig): ServiceControl {
    return new ServiceControl(service, this.#newLookup(service), this.#controlParts);
  }

  #newLookup(service: ServiceConfig): EndpointLookup {
    const { clock, random, logger } = this.#parts;
    return new EndpointLookup(service, this.#parts.discovery(service, { clock, random, logger }));
  }

  #report(workerId: number, plane: PlaneReport): void {
    for (const report of plane.services) this.#services.get(report.name)?.report(workerId, report);
    this.#drills.reported(plane);
  }

  #operate(service: string, operation: (control: ServiceControl) => boolean): OperationResult {
    const control = this.#services.get(service);
    if (control === undefined) return 'no-service';
    return operation(control) ? 'ok' : 'no-endpoint';
  }

  #inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => {});
    return result;
  }
}
