import { createBalancer } from '@hostler/balancer';
import type { Balancer, Endpoint } from '@hostler/balancer';
import type { ServiceConfig } from '@hostler/config';
import type { Clock } from '../clock.ts';
import { RetryBudget } from './forwarding/retry/retry-budget.ts';
import { RetryRule } from './forwarding/retry/retry-rule.ts';
import { ConnectionPool } from './forwarding/upstream-client/index.ts';
import type { RoutedService } from './routing/router.ts';

/** A service at work: its configuration, and what it knows of its endpoints. */
export class Service implements RoutedService {
  readonly name: string;
  readonly default: boolean;
  readonly routes: ServiceConfig['routes'];
  readonly config: ServiceConfig;
  readonly balancer: Balancer;
  readonly budget: RetryBudget;
  readonly retryRule: RetryRule;
  readonly #clock: Clock;
  readonly #pools = new Map<Endpoint, ConnectionPool>();
  #closed = false;

  constructor(config: ServiceConfig, clock: Clock, random: () => number) {
    this.name = config.name;
    this.default = config.default;
    this.routes = config.routes;
    this.config = config;
    this.balancer = createBalancer({
      endpoints: config.hosts,
      policy: config.loadBalancing.policy,
      clock,
      random,
    });
    this.budget = new RetryBudget({ percent: config.retry.budgetPercent, clock });
    this.retryRule = new RetryRule({
      attempts: config.retry.attempts,
      retryOn: config.retry.retryOn,
      budget: this.budget,
      random,
    });
    this.#clock = clock;
  }

  /** The kept-alive connections to an endpoint. */
  pool(endpoint: Endpoint): ConnectionPool {
    let pool = this.#pools.get(endpoint);
    if (pool === undefined) {
      pool = new ConnectionPool({ address: endpoint.address, port: endpoint.port, clock: this.#clock });
      this.#pools.set(endpoint, pool);
      // A request that began before may still be on its way to another endpoint. Nothing is kept for it.
      if (this.#closed) pool.close();
    }
    return pool;
  }

  /** When a client may try again that found no endpoint. @unit s  @minimum 1 */
  get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil((this.balancer.nextAvailableInMs() ?? 0) / 1000));
  }

  /** Idle connections close now, busy ones after their exchange. */
  close(): void {
    this.#closed = true;
    for (const pool of this.#pools.values()) pool.close();
  }
}
