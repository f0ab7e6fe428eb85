import type { Outcome } from '@hostler/balancer';
import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { Timer } from '../../clock.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { isGatewayStatus, isOverload, isServiceWell, isSlowness } from './classify.ts';
import type { FetchAttempt } from './fetch-attempt.ts';
import { FetchRace } from './fetch-race.ts';
import type { RaceListener } from './fetch-race.ts';
import type { FetchReader } from './fetch-reader.ts';
import type { FetchParts } from './fetch-request.ts';
import { Upload } from './upload.ts';
import type { UploadListener } from './upload.ts';
import type { Switched } from './upgrade-attempt.ts';
import type { AttemptFailure } from './upstream-client/index.ts';

/**
 * One exchange with a service: a race of attempts for its answer, and then the answer on its way to the reader.
 *
 * It belongs to no client: a reader takes what it brings, and when the reader leaves, `cancel` ends it.
 */
export class Fetch implements RaceListener, UploadListener {
  readonly #parts: FetchParts;
  readonly #reader: FetchReader;
  readonly #upload: Upload | null;
  readonly #race: FetchRace;
  /** The attempt that answers the client: from its final head on the request is committed. */
  #winner: FetchAttempt | null = null;
  #committed = false;
  #requestTimer: Timer | null = null;
  #over = false;

  constructor(parts: FetchParts, reader: FetchReader) {
    this.#parts = parts;
    this.#reader = reader;
    const { service, request, clock } = parts;
    const { limits, timeouts } = service.config;
    this.#upload =
      request.body === null
        ? null
        : new Upload(
            request.body,
            request.headers,
            { maxBodyBytes: limits.maxBodyBytes, idleMs: timeouts.idleMs },
            clock,
            this,
          );
    this.#race = new FetchRace(parts, this.#upload, this);
  }

  start(): void {
    const { requestMs } = this.#parts.service.config.timeouts;
    if (requestMs !== null) {
      this.#requestTimer = this.#parts.clock.setTimeout(() => {
        this.#expire(requestMs);
      }, requestMs);
    }
    this.#parts.service.budget.recordRequest();
    this.#race.start();
  }

  /** The last reader left: the endpoint's work is stopped at once, and nobody is blamed. */
  cancel(): void {
    if (this.#over) return;
    this.#finish('canceled');
    this.#race.acquisition.leave();
  }

  /** When a client may try again whom no endpoint could answer. @unit s  @minimum 1 */
  get retryAfterSeconds(): number {
    return this.#parts.service.retryAfterSeconds;
  }

  /** The reader keeps up again; see `FetchReader.chunk`. */
  resume(): void {
    this.#winner?.attempt.resume();
  }

  // What the race brings.

  drained(): void {
    this.#upload?.drained();
  }

  informational(head: ResponseHead): void {
    // Our side answers `Expect` itself, so that a 100 of the endpoint is nobody's business.
    if (head.statusCode !== 100) this.#reader.informational(head);
  }

  won(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    const { statusCode } = head;
    this.#winner = attempt;
    this.#committed = true;
    this.#race.acquisition.settle(!isGatewayStatus(statusCode));
    this.#parts.service.limits.measured(attempt.latencyMs, isOverload(statusCode));
    this.#reader.head(head, framing);
  }

  /** A WebSocket is in flight until it ends. */
  switched(attempt: FetchAttempt, switched: Switched): void {
    this.#race.acquisition.settle(true);
    this.#finish('success');
    this.#reader.switched(switched, () => {
      attempt.release('success', null);
      this.#race.acquisition.leave();
    });
  }

  lost(code: ErrorCode, detail: string): void {
    if (isSlowness(code)) this.#parts.service.limits.measured(0, true);
    this.#stop(code, detail, 'canceled', isServiceWell(code));
  }

  // What the winner brings.

  chunk(attempt: FetchAttempt, data: Buffer): void {
    if (!this.#over && !this.#reader.chunk(data)) attempt.attempt.pause();
  }

  ended(trailers: RawHeaders): void {
    if (this.#over) return;
    this.#finish('success');
    this.#race.acquisition.leave();
    this.#reader.end(trailers);
  }

  brokeOff({ code, detail }: AttemptFailure): void {
    this.#stop(code, detail, 'canceled');
  }

  // What ends it on our side.

  tooLarge(): void {
    this.#stop('body_too_large', 'limits.maxBodyBytes', 'canceled');
  }

  clientIdle(): void {
    this.#stop('request_timeout', 'timeouts.idle', 'canceled');
  }

  /**
   * `timeouts.request` may end before `timeouts.responseHeader`, and no endpoint that hangs would go into backoff then.
   * So whoever had the whole request for half of the time or more has let it time out. Else it was the client that took
   * long to send it, or other endpoints before this one, and that says nothing.
   */
  #expire(requestMs: number): void {
    const longAgo = this.#parts.clock.now() - requestMs / 2;
    const isFault = this.#upload === null || this.#upload.completedAt <= longAgo;
    const isSilence = isFault && this.#race.lastBegunAt <= longAgo;
    this.#stop(
      'request_deadline',
      'timeouts.request',
      isSilence ? 'header-timeout' : 'canceled',
      isFault ? false : null,
    );
  }

  /**
   * @param outcome for the endpoints that work on it
   * @param ok whether the service did its work; `null` when that cannot be said
   */
  #stop(code: ErrorCode, detail: string, outcome: Outcome, ok: boolean | null = null): void {
    if (this.#over) return;
    this.#finish(outcome);
    this.#race.acquisition.settle(ok);
    this.#race.acquisition.leave();
    if (this.#committed) this.#reader.cut(code, detail);
    else this.#reader.failed(code, detail);
  }

  #finish(outcome: Outcome): void {
    this.#over = true;
    this.#requestTimer?.close();
    this.#upload?.stop();
    this.#parts.record.requestBytes = this.#upload?.bytes ?? 0;
    this.#race.end(outcome);
    this.#winner?.abandon(outcome);
    this.#winner = null;
  }
}
