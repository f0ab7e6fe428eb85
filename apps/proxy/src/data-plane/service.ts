import { createBalancer } from '@hostler/balancer';
import type { Balancer, Endpoint, EndpointOptions } from '@hostler/balancer';
import type { ServiceConfig } from '@hostler/config';
import type { Clock } from '../clock.ts';
import { createAffinity } from './forwarding/affinity/affinity.ts';
import type { Affinity } from './forwarding/affinity/affinity.ts';
import type { InjectedFault } from './forwarding/faults/injected-fault.ts';
import { Hedging } from './forwarding/retry/hedging.ts';
import { RetryBudget } from './forwarding/retry/retry-budget.ts';
import { RetryRule } from './forwarding/retry/retry-rule.ts';
import { ConnectionPool } from './forwarding/upstream-client/index.ts';
import type { ConnectionStats } from './forwarding/upstream-client/index.ts';
import { ServiceLimits } from './limits/service-limits.ts';
import { shareOfLimits } from './limits/share.ts';
import type { RoutedService } from './routing/router.ts';
import type { PlaneStats } from './stats/plane-stats.ts';
import type { ServiceNow } from './stats/service-report.ts';
import { ServiceStats } from './stats/service-stats.ts';

/** What a service is made of besides its configuration. */
export interface ServiceParts {
  readonly clock: Clock;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  /** Signs sticky cookies; `null` where none is set. */
  readonly secret: string | null;
  /** Who collects what the service counts. */
  readonly stats: PlaneStats;
  /** Processes that carry the service's traffic, this one included: each keeps its part of the limits. @minimum 1 */
  readonly workers: number;
}

/** A service at work: its configuration, and what it knows of its endpoints. */
export class Service implements RoutedService {
  readonly name: string;
  readonly default: boolean;
  readonly routes: ServiceConfig['routes'];
  readonly config: ServiceConfig;
  readonly balancer: Balancer;
  readonly limits: ServiceLimits;
  readonly budget: RetryBudget;
  readonly retryRule: RetryRule;
  /** `null` when off. */
  readonly hedging: Hedging | null;
  /** `null` when any endpoint will do for any client. */
  readonly affinity: Affinity | null;
  readonly stats: ServiceStats;
  /** How one endpoint is made to fail, for a drill; `null` nearly always. */
  fault: InjectedFault | null = null;
  readonly #clock: Clock;
  readonly #pools = new Map<Endpoint, ConnectionPool>();
  #closed = false;

  constructor(config: ServiceConfig, { clock, random, secret, stats, workers }: ServiceParts) {
    this.name = config.name;
    this.default = config.default;
    this.routes = config.routes;
    this.config = config;
    this.#clock = clock;
    const { loadBalancing, retry, circuitBreaker, outlierDetection } = config;
    const limits = shareOfLimits(config.limits, workers);
    this.limits = new ServiceLimits({ limits, circuitBreaker }, clock);
    this.balancer = createBalancer({
      endpoints: config.hosts,
      policy: loadBalancing.policy,
      clock,
      random,
      // What answers like that is to be ejected; where no more of the service may be, it is at least the last to be asked.
      badAnswersToBackOff: outlierDetection?.consecutiveFailures ?? null,
      slowStartMs: loadBalancing.slowStartMs,
      panicThresholdPercent: loadBalancing.panicThresholdPercent,
      maxInFlightPerEndpoint: limits.maxInFlightPerEndpoint,
      onFree: () => {
        this.limits.wake();
      },
    });
    this.budget = new RetryBudget({ percent: retry.budgetPercent, workers, clock });
    this.retryRule = new RetryRule({
      attempts: retry.attempts,
      retryOn: retry.retryOn,
      budget: this.budget,
      random,
    });
    this.stats = new ServiceStats({
      name: config.name,
      clock,
      plane: stats,
      now: () => this.#now(),
      urgentAfter: outlierDetection?.consecutiveFailures ?? null,
    });
    this.hedging =
      retry.hedge === null
        ? null
        : new Hedging({
            after: retry.hedge.afterMs,
            responseHeaderMs: config.timeouts.responseHeaderMs,
            quantileMs: (q) => this.stats.quantileMs(q),
            clock,
          });
    this.affinity = createAffinity(config, secret);
    this.#tellAffinity();
  }

  /**
   * Replaces the endpoints, and what others know of them. Those that leave get nothing new: their idle connections close
   * now, busy ones after their exchange.
   * @throws RangeError like `Balancer.update`, with nothing changed
   */
  apply(endpoints: readonly EndpointOptions[]): void {
    const { added, removed } = this.balancer.update(endpoints);
    for (const endpoint of removed) {
      this.#pools.get(endpoint)?.close();
      this.#pools.delete(endpoint);
    }
    if (added.length > 0 || removed.length > 0) this.#tellAffinity();
  }

  /**
   * Goes on where the service of the same name was that this one is about to replace: with its connections, where it
   * has the same endpoints, and with what it knows of them. Requests that are with the other one end there. To be called
   * once, before the first request, with the endpoints as they are to be.
   */
  takeOver(before: Service): void {
    this.fault = before.fault;
    this.balancer.takeOver(before.balancer);
    if (before.#pools.size === 0) return;
    const endpoints = new Map(this.balancer.endpoints.map((endpoint) => [endpoint.name, endpoint]));
    for (const [old, pool] of before.#pools) {
      const endpoint = endpoints.get(old.name);
      if (endpoint === undefined) continue;
      this.#pools.set(endpoint, pool);
      before.#pools.delete(old);
    }
  }

  /** The kept-alive connections to an endpoint. */
  pool(endpoint: Endpoint): ConnectionPool {
    const known = this.#pools.get(endpoint);
    if (known !== undefined) return known;
    const pool = new ConnectionPool({ address: endpoint.address, port: endpoint.port, clock: this.#clock });
    // A request that began before may still be on its way to an endpoint that left. Nothing is kept for it.
    if (this.#closed || endpoint.draining) pool.close();
    else this.#pools.set(endpoint, pool);
    return pool;
  }

  /** When a client may try again that no endpoint could answer. @unit s  @minimum 1 */
  get retryAfterSeconds(): number {
    const breakerMs = this.limits.breaker?.retryAfterMs(this.#clock.now()) ?? 0;
    const endpointMs = this.balancer.nextAvailableInMs() ?? 0;
    return Math.max(1, Math.ceil(Math.max(breakerMs, endpointMs) / 1000));
  }

  /** Idle connections close now, busy ones after their exchange. */
  close(): void {
    this.#closed = true;
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #tellAffinity(): void {
    this.affinity?.update(this.balancer.endpoints.map(({ name }) => name));
  }

  #now(): ServiceNow {
    return {
      queued: this.limits.queued,
      breaker: this.limits.breaker?.state.kind ?? null,
      budgetLeft: this.budget.balance,
      endpoints: [...this.balancer.endpoints, ...this.balancer.draining].map((endpoint) => ({
        name: endpoint.name,
        inFlight: endpoint.inFlight,
        backoff: endpoint.backoff,
        connections: this.#pools.get(endpoint)?.stats ?? noConnections,
      })),
    };
  }
}

const noConnections: ConnectionStats = { idle: 0, active: 0, connecting: 0 };
