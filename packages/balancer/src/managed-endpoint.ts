import { Backoff } from './backoff.ts';
import type { BackoffOptions, BackoffState, BackoffTicket } from './backoff.ts';
import type { EndpointSettings } from './endpoint-list.ts';
import type { Availability, Endpoint, Health } from './endpoint.ts';
import type { Outcome } from './outcome.ts';

/** An endpoint from the inside: what the balancer counts and judges. */
export class ManagedEndpoint implements Endpoint {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  authority: string;
  weight: number;
  backup: boolean;
  health: Health;
  ejected: boolean;
  drained: boolean;
  readonly ramp = 1;
  readonly latencyMs: number | null = null;
  inFlight = 0;
  draining = false;
  readonly #backoff: Backoff;

  constructor(settings: EndpointSettings, backoff: BackoffOptions) {
    this.name = settings.name;
    this.address = settings.address;
    this.port = settings.port;
    this.authority = settings.authority;
    this.weight = settings.weight;
    this.backup = settings.backup;
    this.health = settings.health;
    this.ejected = settings.ejected;
    this.drained = settings.drained;
    this.#backoff = new Backoff(backoff);
  }

  get backoff(): BackoffState {
    return this.#backoff.state;
  }

  get availability(): Availability {
    if (this.drained) return 'drained';
    if (this.ejected) return 'ejected';
    if (this.health === 'unhealthy') return 'unhealthy';
    return this.isReady ? 'available' : 'backoff';
  }

  /** Nothing is held against it. */
  get isReady(): boolean {
    return this.#backoff.state.kind === 'ready';
  }

  /** Its backoff is over but for the trial. */
  isDue(nowMs: number): boolean {
    return this.#backoff.isDue(nowMs);
  }

  /** Counts one more request in flight. */
  begin(nowMs: number): BackoffTicket {
    this.inFlight += 1;
    return this.#backoff.begin(nowMs);
  }

  /** Judges an outcome; the request may go on, as after a response head. */
  judge(ticket: BackoffTicket, outcome: Outcome, nowMs: number): void {
    this.#backoff.end(ticket, outcome, nowMs);
  }
}
