import { Backoff } from './backoff.ts';
import type { BackoffOptions, BackoffState, BackoffTicket } from './backoff.ts';
import type { EndpointSettings } from './endpoint-list.ts';
import type { Endpoint } from './endpoint.ts';
import type { Outcome } from './outcome.ts';

/** An endpoint from the inside: what the balancer counts and judges. */
export class ManagedEndpoint implements Endpoint {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  weight: number;
  inFlight = 0;
  draining = false;
  readonly #backoff: Backoff;

  constructor(settings: EndpointSettings, backoff: BackoffOptions) {
    this.name = settings.name;
    this.address = settings.address;
    this.port = settings.port;
    this.weight = settings.weight;
    this.#backoff = new Backoff(backoff);
  }

  get backoff(): BackoffState {
    return this.#backoff.state;
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
