import { createBalancer } from '@hostler/balancer';
import type { Balancer, Endpoint, EndpointOptions } from '@hostler/balancer';
import type { LimitsConfig, ServiceConfig } from '@hostler/config';
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

/**
 * A service at work: its configuration, and what it knows of its endpoints. What it needs for that is made with its first
 * request, so that a configuration of thousands of services, few of them busy, is built in no time.
 */
export class Service implements RoutedService {
  readonly name: string;
  readonly default: boolean;
  readonly routes: ServiceConfig['routes'];
  readonly config: ServiceConfig;
  /** `null` when off. */
  readonly hedging: Hedging | null;
  /** `null` when any endpoint will do for any client. */
  readonly affinity: Affinity | null;
  /** How one endpoint is made to fail, for a drill; `null` nearly always. */
  fault: InjectedFault | null = null;
  readonly #parts: ServiceParts;
  readonly #pools = new Map<Endpoint, ConnectionPool>();
  /** What the balancer is to begin with. */
  #endpoints: readonly EndpointOptions[];
  #balancer: Balancer | null = null;
  #limits: ServiceLimits | null = null;
  #budget: RetryBudget | null = null;
  #retryRule: RetryRule | null = null;
  #stats: ServiceStats | null = null;
  #closed = false;

  constructor(config: ServiceConfig, parts: ServiceParts) {
    this.name = config.name;
    this.default = config.default;
    this.routes = config.routes;
    this.config = config;
    this.#parts = parts;
    this.#endpoints = config.hosts;
    const { hedge } = config.retry;
    this.hedging =
      hedge === null
        ? null
        : new Hedging({
            after: hedge.afterMs,
            responseHeaderMs: config.timeouts.responseHeaderMs,
            quantileMs: (q) => this.stats.quantileMs(q),
            clock: parts.clock,
          });
    this.affinity = createAffinity(config, parts.secret);
    this.#tellAffinity();
  }

  get balancer(): Balancer {
    return (this.#balancer ??= this.#createBalancer());
  }

  get limits(): ServiceLimits {
    return (this.#limits ??= new ServiceLimits(
      { limits: this.#shareOfLimits(), circuitBreaker: this.config.circuitBreaker },
      this.#parts.clock,
    ));
  }

  get budget(): RetryBudget {
    const { workers, clock } = this.#parts;
    return (this.#budget ??= new RetryBudget({ percent: this.config.retry.budgetPercent, workers, clock }));
  }

  get retryRule(): RetryRule {
    return (this.#retryRule ??= this.#createRetryRule());
  }

  get stats(): ServiceStats {
    return (this.#stats ??= this.#createStats());
  }

  /** No request is with it. */
  get isIdle(): boolean {
    return this.#stats === null || this.#stats.inFlight === 0;
  }

  /**
   * Replaces the endpoints, and what others know of them. Those that leave get nothing new: their idle connections close
   * now, busy ones after their exchange.
   * @throws RangeError like `Balancer.update`, with nothing changed; before the first request with that
   */
  apply(endpoints: readonly EndpointOptions[]): void {
    if (this.#balancer === null) {
      this.#endpoints = endpoints;
      this.#tellAffinity();
      return;
    }
    const { added, removed } = this.#balancer.update(endpoints);
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
    if (before.#balancer === null) return;
    this.balancer.takeOver(before.#balancer);
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
    const { address, port } = endpoint;
    const pool = new ConnectionPool({ address, port, clock: this.#parts.clock });
    // A request that began before may still be on its way to an endpoint that left. Nothing is kept for it.
    if (this.#closed || endpoint.draining) pool.close();
    else this.#pools.set(endpoint, pool);
    return pool;
  }

  /** When a client may try again that no endpoint could answer. @unit s  @minimum 1 */
  get retryAfterSeconds(): number {
    const breakerMs = this.limits.breaker?.retryAfterMs(this.#parts.clock.now()) ?? 0;
    const endpointMs = this.balancer.nextAvailableInMs() ?? 0;
    return Math.max(1, Math.ceil(Math.max(breakerMs, endpointMs) / 1000));
  }

  /** Idle connections close now, busy ones after their exchange. */
  close(): void {
    this.#closed = true;
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #createBalancer(): Balancer {
    const { clock, random } = this.#parts;
    const { loadBalancing, outlierDetection } = this.config;
    return createBalancer({
      endpoints: this.#endpoints,
      policy: loadBalancing.policy,
      clock,
      random,
      // What answers like that is to be ejected; where no more of the service may be, it is at least the last to be asked.
      badAnswersToBackOff: outlierDetection?.consecutiveFailures ?? null,
      slowStartMs: loadBalancing.slowStartMs,
      panicThresholdPercent: loadBalancing.panicThresholdPercent,
      maxInFlightPerEndpoint: this.#shareOfLimits().maxInFlightPerEndpoint,
      onFree: () => {
        this.limits.wake();
      },
    });
  }

  #createRetryRule(): RetryRule {
    const { attempts, retryOn } = this.config.retry;
    return new RetryRule({ attempts, retryOn, budget: this.budget, random: this.#parts.random });
  }

  #createStats(): ServiceStats {
    return new ServiceStats({
      name: this.name,
      clock: this.#parts.clock,
      plane: this.#parts.stats,
      now: () => this.#now(),
      urgentAfter: this.config.outlierDetection?.consecutiveFailures ?? null,
    });
  }

  #shareOfLimits(): LimitsConfig {
    return shareOfLimits(this.config.limits, this.#parts.workers);
  }

  #tellAffinity(): void {
    // Asks for the balancer only where somebody is to be told.
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
