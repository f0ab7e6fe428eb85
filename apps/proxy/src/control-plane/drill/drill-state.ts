import type { TakenOutBy } from './drill-report.ts';
import type { Tally } from './tally.ts';

/** Why a drill ended before its time. */
export type StopReason =
  /** Whoever asked for it is gone. */
  | 'caller-left'
  | 'shutting-down'
  /** A configuration, or discovery, has the service or its endpoint no more. */
  | 'endpoint-gone'
  /** An operator took it out. */
  | 'endpoint-drained'
  /** While the baseline was measured too few endpoints were left. */
  | 'too-few';

/** The fault has begun: what is known since. */
export interface Evidence {
  readonly baseline: Tally;
  /** How long that was measured. @unit ms */
  readonly baselineMs: number;
  readonly drill: Tally;
  /** On the clock. */
  readonly beganAtMs: number;
  /** Attempts at the endpoint. */
  readonly answered: number;
  readonly failed: number;
  /** The most that it had in flight. */
  readonly inFlight: number;
  /** The first failed attempt there, on the clock. */
  readonly firstFailedAtMs: number | null;
  readonly takenOut: { readonly atMs: number; readonly by: TakenOutBy } | null;
}

/** How the endpoint was when last looked at. */
export type EndpointState =
  /** Nothing against it. */
  | { readonly kind: 'usable' }
  /** @param remainingMs until it may be tried again; 0 also when that is not known */
  | { readonly kind: 'out'; readonly by: TakenOutBy; readonly remainingMs: number }
  | { readonly kind: 'drained' }
  | { readonly kind: 'gone' };

/** Where a drill stands. Times are on the clock. */
export type DrillState =
  | { readonly kind: 'baseline'; readonly beganAtMs: number; readonly untilMs: number; readonly tally: Tally }
  | { readonly kind: 'failing'; readonly untilMs: number; readonly evidence: Evidence }
  | {
      readonly kind: 'recovering';
      readonly evidence: Evidence;
      readonly faultEndedAtMs: number;
      /** Nothing that the fault has done is reported later. */
      readonly settledAtMs: number;
      readonly giveUpAtMs: number;
      readonly backAtMs: number | null;
      readonly endpoint: EndpointState;
    }
  | { readonly kind: 'done'; readonly ending: DrillEnding };

/** How a drill ended. */
export interface DrillEnding {
  readonly evidence: Evidence;
  readonly faultEndedAtMs: number;
  readonly backAtMs: number | null;
  /** As it was at the end. */
  readonly endpoint: EndpointState;
  readonly stopped: StopReason | null;
}
