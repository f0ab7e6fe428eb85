import { isDeepStrictEqual } from 'node:util';
import type { EndpointOptions } from '@hostler/balancer';
import type { HealthCheckConfig, ServiceConfig } from '@hostler/config';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { ServiceReport } from '../data-plane/stats/service-report.ts';
import type { CheckResult } from './health-checks/endpoint-check.ts';
import type { Probe } from './health-checks/probe.ts';
import type { ProbeSlots } from './health-checks/probe-slots.ts';
import { ServiceChecks } from './health-checks/service-checks.ts';
import { Ejections } from './service/ejections.ts';
import type { EndpointLookup, KnownEndpoint } from './service/endpoint-lookup.ts';
import { Overrides } from './service/overrides.ts';
import { ServiceTotals } from './service/service-totals.ts';
import { viewOf } from './service/service-view.ts';
import type { ServiceView } from './views.ts';

/** What a service's control is made of besides its configuration. */
export interface ServiceControlParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly slots: ProbeSlots;
  readonly createProbe: (service: ServiceConfig, check: HealthCheckConfig, clock: Clock) => Probe;
  /** Takes the states of all endpoints to the data planes. */
  readonly push: (service: string, endpoints: readonly EndpointOptions[]) => void;
}

/**
 * What is known of one service beyond its configuration, over all data planes: which endpoints it has, what checks and
 * traffic say of them, and what operators want. Every change goes to the data planes as the whole list.
 *
 * A service without checks, lookups and traffic costs nothing but this object.
 */
export class ServiceControl {
  readonly #parts: ServiceControlParts;
  #config: ServiceConfig;
  #lookup: EndpointLookup;
  #checks: ServiceChecks | null = null;
  #probe: Probe | null = null;
  /** Made when the first report comes. */
  #ejections: Ejections | null = null;
  #totals: ServiceTotals | null = null;
  readonly #overrides = new Overrides();
  #isRunning = false;
  /** Another configuration is about to take over: states wait for it. */
  #isHeld = false;

  constructor(config: ServiceConfig, lookup: EndpointLookup, parts: ServiceControlParts) {
    this.#config = config;
    this.#lookup = lookup;
    this.#parts = parts;
    lookup.onChange = () => this.#endpointsChanged();
  }

  get config(): ServiceConfig {
    return this.#config;
  }

  get lookup(): EndpointLookup {
    return this.#lookup;
  }

  /** Begins with the checks. */
  start(): void {
    this.#isRunning = true;
    this.#startChecks();
  }

  /**
   * The states of all endpoints, as the data planes should have them.
   * @param lookup another one than its own, about to take its place
   * @returns `null` when they are what the configuration says
   */
  states(lookup: EndpointLookup = this.#lookup): readonly EndpointOptions[] | null {
    const isPlain =
      lookup.isStatic &&
      this.#checks === null &&
      this.#overrides.isEmpty &&
      (this.#ejections === null || this.#ejections.isEmpty);
    return isPlain ? null : lookup.endpoints.map((endpoint) => this.#state(endpoint));
  }

  /** From now on nothing goes to the data planes: their service is about to be another one. Until `adopt` or `letGo`. */
  hold(): void {
    this.#isHeld = true;
  }

  /** The service stays what it was after all. */
  letGo(): void {
    this.#isHeld = false;
    if (this.states() !== null) this.#push();
  }

  /**
   * Goes on with another configuration, which the data planes have by now, with these states of its endpoints. What is
   * known stays known, as far as the part of the configuration is the same that it comes from.
   * @param lookup its own, unless there is something else to look up
   */
  adopt(config: ServiceConfig, lookup: EndpointLookup, pushed: readonly EndpointOptions[] | null): void {
    const before = this.#config;
    this.#config = config;
    this.#isHeld = false;
    if (lookup !== this.#lookup) {
      this.#lookup.close();
      this.#lookup = lookup;
      lookup.onChange = () => this.#endpointsChanged();
    }
    if (!isDeepStrictEqual(before.outlierDetection, config.outlierDetection)) {
      this.#ejections?.close();
      this.#ejections = null;
    }
    this.#probe = null;
    if (!isDeepStrictEqual(before.healthCheck, config.healthCheck)) this.#changeChecks();
    this.#startChecks();
    this.#trackEndpoints();
    const states = this.states();
    if (states !== null && !isDeepStrictEqual(states, pushed)) this.#push();
  }

  /** What a data plane counted. */
  report(workerId: number, report: ServiceReport): void {
    this.#totals ??= new ServiceTotals(this.#parts.clock);
    this.#totals.add(workerId, report);
    if (this.#outliers()?.record(report.endpoints) === true) this.#push();
    this.#totals.keepOnly(this.#lookup.names);
  }

  /** A data plane is gone. */
  forgetWorker(workerId: number): void {
    this.#totals?.forgetWorker(workerId);
    this.#totals?.keepOnly(this.#lookup.names);
  }

  /** @returns false when there is no such endpoint */
  setDrained(endpoint: string, drained: boolean): boolean {
    if (!this.#lookup.names.has(endpoint)) return false;
    this.#overrides.setDrained(endpoint, drained);
    this.#push();
    return true;
  }

  /** @param weight `null` is as configured  @returns false when there is no such endpoint */
  setWeight(endpoint: string, weight: number | null): boolean {
    if (!this.#lookup.names.has(endpoint)) return false;
    this.#overrides.setWeight(endpoint, weight);
    this.#push();
    return true;
  }

  has(endpoint: string): boolean {
    return this.#lookup.names.has(endpoint);
  }

  view(): ServiceView {
    return viewOf({
      config: this.#config,
      lookup: this.#lookup,
      checks: this.#checks,
      ejections: this.#ejections,
      overrides: this.#overrides,
      totals: this.#totals,
      nowMs: this.#parts.clock.now(),
    });
  }

  close(): void {
    this.#isRunning = false;
    this.#isHeld = true;
    this.#lookup.close();
    this.#checks?.stop();
    this.#ejections?.close();
  }

  #endpointsChanged(): void {
    this.#trackEndpoints();
    this.#push();
  }

  #trackEndpoints(): void {
    const { endpoints, names } = this.#lookup;
    this.#checks?.update(endpoints);
    this.#ejections?.update(names);
    if (this.#overrides.isEmpty && this.#totals === null) return;
    if (this.#lookup.isComplete) this.#overrides.keepOnly(names);
    this.#totals?.keepOnly(names);
  }

  #state(endpoint: KnownEndpoint): EndpointOptions {
    const { name, address, port, backup, authority } = endpoint;
    const { drained = false, weight = endpoint.weight } = this.#overrides.of(name);
    return {
      address,
      port,
      weight,
      backup,
      authority,
      health: this.#checks?.health(name) ?? 'unknown',
      ejected: (this.#ejections?.of(name) ?? null) !== null,
      drained,
    };
  }

  #push(): void {
    if (this.#isHeld) return;
    this.#parts.push(
      this.#config.name,
      this.#lookup.endpoints.map((endpoint) => this.#state(endpoint)),
    );
  }

  // Active checks.

  #startChecks(): void {
    const { healthCheck } = this.#config;
    if (!this.#isRunning || healthCheck === null || this.#checks !== null) return;
    this.#checks = this.#newChecks(healthCheck, null);
    this.#checks.update(this.#lookup.endpoints);
  }

  /** An endpoint that the old checks took out stays out until the new ones know better. */
  #changeChecks(): void {
    const { healthCheck } = this.#config;
    const before = this.#checks;
    if (before === null) return;
    this.#checks = healthCheck === null ? null : this.#newChecks(healthCheck, before);
    if (this.#checks === null) before.stop();
    this.#checks?.update(this.#lookup.endpoints);
  }

  #newChecks(config: HealthCheckConfig, before: ServiceChecks | null): ServiceChecks {
    const { slots, clock, random } = this.#parts;
    const probe: Probe = (target, done) => this.#currentProbe(config)(target, done);
    return new ServiceChecks(
      { config, probe, slots, clock, random },
      (endpoint, result) => this.#checked(endpoint, result),
      before,
    );
  }

  /** Made anew with another configuration, since `Host` comes from the service's domains; checks go on all the same. */
  #currentProbe(healthCheck: HealthCheckConfig): Probe {
    this.#probe ??= this.#parts.createProbe(this.#config, healthCheck, this.#parts.clock);
    return this.#probe;
  }

  #checked(endpoint: string, { from, to, error, startedAtMs }: CheckResult): void {
    const readmitted = error === null && this.#ejections?.readmit(endpoint, startedAtMs) === true;
    if (from !== to) {
      const level = to === 'unhealthy' ? 'warn' : from === 'unknown' ? 'debug' : 'info';
      const line = { service: this.#config.name, endpoint, from, to, why: error ?? 'checks pass' };
      this.#parts.logger[level](line, 'the health of an endpoint has changed');
    }
    if (readmitted || from !== to) this.#push();
  }

  // Outlier detection.

  #outliers(): Ejections | null {
    const { name, outlierDetection } = this.#config;
    if (this.#ejections !== null || outlierDetection === null) return this.#ejections;
    const { clock, logger } = this.#parts;
    this.#ejections = new Ejections(outlierDetection, {
      service: name,
      clock,
      logger,
      hasOther: (outlier) => this.#hasOther(outlier),
      onOver: () => this.#push(),
    });
    this.#ejections.update(this.#lookup.names);
    return this.#ejections;
  }

  /** Whether the service has an endpoint besides this one that may be picked. */
  #hasOther(outlier: string): boolean {
    const nowMs = this.#parts.clock.now();
    return this.#lookup.endpoints.some((endpoint) => {
      if (endpoint.name === outlier) return false;
      const { drained, ejected, health } = this.#state(endpoint);
      const backoff = this.#totals?.endpoints.get(endpoint.name)?.backoff(nowMs).kind ?? 'ready';
      return drained !== true && ejected !== true && health !== 'unhealthy' && backoff === 'ready';
    });
  }
}
