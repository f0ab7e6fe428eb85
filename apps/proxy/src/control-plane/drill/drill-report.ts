import type { ErrorCode } from '../../data-plane/errors/catalogue.ts';
import type { FaultKind } from '../../data-plane/forwarding/faults/injected-fault.ts';

/** What became of the service's requests in one part of a drill. */
export interface DrillCounts {
  /** Requests that ended. */
  readonly requests: number;
  /** Requests that a client would call failed: an error that is not the client's, a cut response, or a 5xx. */
  readonly failed: number;
  /** Requests whose client left or stalled. Not among `failed`. */
  readonly aborted: number;
  /** By the code of the error catalogue, the client's own errors included. */
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly retries: number;
  /** Retries that were asked for and not made, by reason. */
  readonly refusedRetries: Readonly<Record<string, number>>;
  readonly hedges: number;
  /** Of whole requests that began before the fault was over; `null` when none ended that is measured. @unit ms */
  readonly latencyMs: DrillLatency | null;
}

export interface DrillLatency {
  readonly p50: number;
  readonly p99: number;
}

/** What kept requests away from the endpoint. */
export type TakenOutBy = 'backoff' | 'ejection' | 'health-check';

export type DrillVerdict = 'pass' | 'fail' | 'inconclusive';

/** What clients would have seen had one endpoint failed in a certain way. Times are known to about 0.1 s. */
export interface DrillReport {
  readonly service: string;
  /** `address:port`. */
  readonly endpoint: string;
  readonly fault: FaultKind;
  /** How long the fault was asked for. @unit ms */
  readonly forMs: number;
  /** How long it was there. @unit ms */
  readonly faultMs: number;
  /** What was measured just before the fault: as long as the fault was asked for, but 10 s at most. @unit ms */
  readonly baselineMs: number;
  readonly baseline: DrillCounts;
  /** From the beginning of the fault until the endpoint took requests again. */
  readonly drill: DrillCounts;
  /** What the fault added to the baseline; below zero when it was faster. `null` when either was not measured. @unit ms */
  readonly addedMs: DrillLatency | null;
  /** Attempts at the endpoint that ended during the fault, or later and failed. */
  readonly attempts: { readonly answered: number; readonly failed: number };
  /** From the first failed attempt until the endpoint was ordered last, or got none; `null` when it never was. @unit ms */
  readonly timeToEjectMs: number | null;
  readonly takenOutBy: TakenOutBy | null;
  /**
   * From the end of the fault until the endpoint had nothing against it and had answered; `null` when it was never taken
   * out, or did not come back in time.  @unit ms
   */
  readonly timeToRecoverMs: number | null;
  readonly verdict: DrillVerdict;
  /** A sentence each; the first ones are why the verdict is what it is. */
  readonly reasons: readonly string[];
}
