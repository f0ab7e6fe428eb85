import type { HealthCheckConfig, ServiceConfig } from '@hostler/config';
import type { ResponseHead } from '@hostler/http1';
import type { Clock, Timer } from '../../clock.ts';
import { ConnectionPool } from '../../data-plane/forwarding/upstream-client/index.ts';
import type {
  Attempt,
  AttemptFailure,
  AttemptHandler,
  AttemptTimeouts,
} from '../../data-plane/forwarding/upstream-client/index.ts';
import { failureText } from './probe.ts';
import type { Probe, ProbeDone, ProbeTarget } from './probe.ts';
import { probeRequest } from './probe-request.ts';

type HttpCheck = HealthCheckConfig & { kind: 'http' };

/** How much of a body is read and searched; a longer one is cut off there and counts as whole. */
const maxBodyBytes = 64 * 1024;

/** One timer covers the whole probe. */
const noTimeouts: AttemptTimeouts = { connectMs: null, responseHeaderMs: null, idleMs: null, tunnelMs: null };

/**
 * A check by one HTTP exchange on a connection of its own, so that it sees whether new connections are taken. Passes
 * with an expected status and, if one is asked for, the text in the body. A redirect is a status like any other.
 */
export function httpProbe(service: ServiceConfig, check: HttpCheck, clock: Clock): Probe {
  return (target, done) => {
    const exchange = new ProbeExchange(check, clock, done);
    exchange.begin(service, target);
    return () => exchange.cancel();
  };
}

class ProbeExchange implements AttemptHandler {
  readonly #check: HttpCheck;
  readonly #clock: Clock;
  readonly #done: ProbeDone;
  readonly #timer: Timer;
  readonly #body: Buffer[] = [];
  #bodyBytes = 0;
  #attempt: Attempt | null = null;

  constructor(check: HttpCheck, clock: Clock, done: ProbeDone) {
    this.#check = check;
    this.#clock = clock;
    this.#done = done;
    this.#timer = clock.setTimeout(() => this.#finish(this.#timeoutText()), check.timeoutMs);
  }

  begin(service: ServiceConfig, target: ProbeTarget): void {
    const { address, port } = target;
    const pool = new ConnectionPool({ address, port, clock: this.#clock, maxIdleSockets: 0 });
    const request = probeRequest(service, this.#check, target);
    this.#attempt = pool.open(request, this, noTimeouts, { fresh: true });
  }

  cancel(): void {
    this.#timer.close();
    this.#attempt?.abort();
  }

  ready(): void {}

  drained(): void {}

  informational(): void {}

  head({ statusCode }: ResponseHead): void {
    const isExpected = this.#check.expect.some(({ from, to }) => statusCode >= from && statusCode <= to);
    if (!isExpected) this.#finish(`status ${statusCode}`);
  }

  chunk(data: Buffer): void {
    const room = maxBodyBytes - this.#bodyBytes;
    if (this.#check.expectBody !== null) this.#body.push(data.subarray(0, room));
    this.#bodyBytes += data.length;
    if (data.length >= room) this.#finish(this.#bodyVerdict());
  }

  end(): void {
    this.#finish(this.#bodyVerdict());
  }

  failed({ code, detail }: AttemptFailure): void {
    this.#finish(failureText(code, detail));
  }

  #finish(error: string | null): void {
    this.cancel();
    this.#done(error);
  }

  #bodyVerdict(): string | null {
    const { expectBody } = this.#check;
    if (expectBody === null || Buffer.concat(this.#body).includes(expectBody)) return null;
    return `body: ${JSON.stringify(expectBody)} is not in it`;
  }

  #timeoutText(): string {
    const facts = this.#attempt?.facts;
    const within = `within ${this.#check.timeoutMs} ms`;
    if (facts === undefined || facts.connectedAt === null) return `timeout: no connection ${within}`;
    return facts.finalHeadSeen
      ? `timeout: the response was not whole ${within}`
      : `timeout: no response ${within}`;
  }
}
