import type { Clock, Timer } from '../../../clock.ts';
import { newFacts, stageOf } from '../upstream-client/attempt-facts.ts';
import type {
  Attempt,
  AttemptErrorCode,
  AttemptFacts,
  AttemptHandler,
  AttemptTimeouts,
  UpstreamRequest,
} from '../upstream-client/index.ts';
import type { FaultKind } from './injected-fault.ts';

/** Faults whose endpoint is not asked at all. */
export type PretendedFault = Extract<FaultKind, 'refuse' | 'reset' | 'hang' | '5xx'>;

const body = Buffer.from('fault injected by a drill\n');
const bodyHeaders = ['Content-Type', 'text/plain', 'Content-Length', String(body.length)];

/** An exchange with an endpoint that is only imagined: it takes the request and then fails. */
export class PretendedAttempt implements Attempt {
  readonly facts: AttemptFacts = newFacts();
  readonly #fault: PretendedFault;
  readonly #request: UpstreamRequest;
  readonly #handler: AttemptHandler;
  readonly #timeouts: AttemptTimeouts;
  readonly #clock: Clock;
  #timer: Timer | null = null;
  #over = false;

  constructor(
    fault: PretendedFault,
    {
      request,
      handler,
      timeouts,
      clock,
    }: {
      readonly request: UpstreamRequest;
      readonly handler: AttemptHandler;
      readonly timeouts: AttemptTimeouts;
      readonly clock: Clock;
    },
  ) {
    this.#fault = fault;
    this.#request = request;
    this.#handler = handler;
    this.#timeouts = timeouts;
    this.#clock = clock;
    // A tick later, because nobody is told anything from within `open`.
    process.nextTick(() => {
      if (this.#over) return;
      if (fault === 'refuse') this.#fail('connection_refused', 'ECONNREFUSED (injected)');
      else this.#connect();
    });
  }

  write(chunk: Buffer): boolean {
    if (this.#over) return true;
    this.facts.requestBodyBytes += chunk.length;
    const { body: framing } = this.#request;
    if (framing.kind === 'length' && this.facts.requestBodyBytes >= framing.length) this.#requestComplete();
    return true;
  }

  endBody(): void {
    this.#requestComplete();
  }

  /** All of the answer comes at once, as what one read brought does. */
  pause(): void {}

  resume(): void {}

  abort(): void {
    this.#over = true;
    this.#timer?.close();
  }

  #connect(): void {
    this.facts.connectedAt = this.#clock.now();
    this.facts.headSent = true;
    const { body: framing } = this.#request;
    this.#handler.ready();
    // Nobody writes a body of length 0, nor ends it.
    if (framing.kind === 'none' || (framing.kind === 'length' && framing.length === 0)) {
      this.#requestComplete();
    }
  }

  #requestComplete(): void {
    if (this.#over || this.facts.requestComplete) return;
    this.facts.requestComplete = true;
    if (this.#fault === 'hang') this.#waitForTimeout();
    else
      process.nextTick(() => {
        if (this.#over) return;
        if (this.#fault === '5xx') this.#answer();
        else this.#fail('connection_terminated', 'ECONNRESET (injected)');
      });
  }

  #waitForTimeout(): void {
    const { responseHeaderMs } = this.#timeouts;
    if (responseHeaderMs === null) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#fail('http_response_timeout', 'no final head in time (injected)');
    }, responseHeaderMs);
  }

  #answer(): void {
    const isHead = this.#request.method === 'HEAD';
    this.facts.responseStarted = true;
    this.facts.finalHeadSeen = true;
    this.facts.firstByteAt = this.#clock.now();
    this.#handler.head(
      {
        statusCode: 503,
        reason: 'Service Unavailable',
        httpMinor: 1,
        headers: bodyHeaders,
        persistent: true,
      },
      isHead ? { kind: 'none' } : { kind: 'length', length: body.length },
    );
    // Whoever is told may give up on the rest.
    if (!isHead && !this.#isOver()) {
      this.facts.responseBodyBytes = body.length;
      this.#handler.chunk(body);
    }
    if (this.#isOver()) return;
    this.#over = true;
    this.#handler.end([]);
  }

  #isOver(): boolean {
    return this.#over;
  }

  #fail(code: AttemptErrorCode, detail: string): void {
    this.#over = true;
    this.#handler.failed({ stage: stageOf(this.facts), code, detail });
  }
}
