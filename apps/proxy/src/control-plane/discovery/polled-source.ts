import type { Timer } from '../../clock.ts';
import { Announcer } from './announcer.ts';
import type { Finding } from './announcer.ts';
import type { DiscoveredEndpoint, EndpointSource, SourceStatus } from './endpoint-source.ts';
import type { SourceParts } from './source-parts.ts';
import { refreshDelayMs, retryDelayMs } from './timing.ts';

/** What is asked again and again. */
export interface Question {
  /** Asks once. Never rejects. */
  ask(): Promise<Finding & { /** null when the answer did not say */ readonly ttlSeconds: number | null }>;
  /** Ends what is under way. */
  close(): void;
}

/** A source that asks when the last answer has lived its time, and sooner when something could not be learnt. */
export class PolledSource implements EndpointSource {
  readonly #parts: SourceParts;
  readonly #announcer: Announcer;
  readonly #question: Question;
  #timer: Timer | null = null;
  #closed = false;

  constructor(type: 'dns' | 'srv', service: string, question: Question, parts: SourceParts) {
    this.#parts = parts;
    this.#announcer = new Announcer(type, service, parts);
    this.#question = question;
  }

  get ready(): Promise<void> {
    return this.#announcer.ready;
  }

  get status(): SourceStatus {
    return this.#announcer.status;
  }

  start(listener: (endpoints: readonly DiscoveredEndpoint[]) => void): void {
    this.#announcer.start(listener);
    void this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.close();
    this.#question.close();
    this.#announcer.close();
  }

  async #look(): Promise<void> {
    const finding = await this.#question.ask();
    if (this.#closed) return;
    const { random, clock } = this.#parts;
    const stale = finding.failures.some((failure) => failure.stale);
    const delayMs = stale ? retryDelayMs(random) : refreshDelayMs(finding.ttlSeconds, random);
    this.#timer = clock.setTimeout(() => void this.#look(), delayMs);
    this.#announcer.found(finding);
    // A name server that fails may answer the next time, while nobody is served without endpoints.
    if (finding.endpoints !== null) this.#announcer.settled();
  }
}
