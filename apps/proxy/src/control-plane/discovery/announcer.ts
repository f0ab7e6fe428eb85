import type { Timer } from '../../clock.ts';
import { sameEndpoints } from './endpoint-order.ts';
import type { DiscoveredEndpoint, SourceStatus } from './endpoint-source.ts';
import type { SourceParts } from './source-parts.ts';
import { readyWithinMs } from './timing.ts';

/** A look-up that went wrong. */
export interface LookUpFailure {
  readonly message: string;
  /** Whether something older than this look-up is in use because of it. */
  readonly stale: boolean;
}

/** What a source knows after a look. */
export interface Finding {
  /** All endpoints; null while nothing is known that should replace what is in use. */
  readonly endpoints: readonly DiscoveredEndpoint[] | null;
  /** Whether something was learnt just now, and not only remembered. */
  readonly answered: boolean;
  /** Everything that does not work at present. */
  readonly failures: readonly LookUpFailure[];
}

/** The half that all sources share: tells lists that differ, keeps the status, and logs what begins and ends to fail. */
export class Announcer {
  readonly #type: SourceStatus['type'];
  readonly #service: string;
  readonly #parts: SourceParts;
  readonly #ready = Promise.withResolvers<void>();
  #listener: ((endpoints: readonly DiscoveredEndpoint[]) => void) | null = null;
  #readyTimer: Timer | null = null;
  #told: readonly DiscoveredEndpoint[] | null = null;
  #failures: readonly LookUpFailure[] = [];
  #answeredAt: number | null = null;

  constructor(type: SourceStatus['type'], service: string, parts: SourceParts) {
    this.#type = type;
    this.#service = service;
    this.#parts = parts;
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get status(): SourceStatus {
    const stale = this.#answeredAt === null || this.#failures.some((failure) => failure.stale);
    return {
      type: this.#type,
      state: stale ? 'stale' : 'ok',
      lastError: this.#failures[0]?.message ?? null,
      lastAnswerAt: this.#answeredAt === null ? null : new Date(this.#answeredAt).toISOString(),
    };
  }

  start(listener: (endpoints: readonly DiscoveredEndpoint[]) => void): void {
    this.#listener = listener;
    this.#readyTimer = this.#parts.clock.setTimeout(() => this.#ready.resolve(), readyWithinMs);
  }

  /** Takes what a look found. After `close` it is too late. */
  found({ endpoints, answered, failures }: Finding): void {
    if (this.#listener === null) return;
    if (answered && endpoints !== null) this.#answeredAt = (this.#parts.date ?? Date.now)();
    this.#log(failures);
    this.#failures = failures;
    if (endpoints === null || (this.#told !== null && sameEndpoints(endpoints, this.#told))) return;
    this.#told = endpoints;
    this.#listener(endpoints);
  }

  /** Nobody has to wait for a first answer any longer. */
  settled(): void {
    this.#readyTimer?.close();
    this.#ready.resolve();
  }

  close(): void {
    this.#listener = null;
    this.settled();
  }

  /** Once when something begins to fail, and once when all works again: a dead name server is asked every second. */
  #log(failures: readonly LookUpFailure[]): void {
    const context = { service: this.#service, discovery: this.#type };
    const known = new Set(this.#failures.map(({ message }) => message));
    for (const { message } of failures) {
      if (known.has(message)) continue;
      this.#parts.logger.warn(
        { ...context, error: message },
        'endpoints could not be looked up: the last known ones stay',
      );
    }
    if (failures.length === 0 && known.size > 0) {
      this.#parts.logger.info(context, 'endpoints are looked up again');
    }
  }
}
