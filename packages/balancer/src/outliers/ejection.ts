/** When an endpoint is judged an outlier, and for how long it stays out. */
export interface OutlierDetectionOptions {
  /**
   * Gateway failures in a row, or local errors in a row, that eject. The two are counted apart.
   * @minimum 1  @see Envoy `outlier_detection.consecutive_gateway_failure`, `consecutive_local_origin_failure`
   */
  readonly consecutiveFailures: number;
  /** Share of failures in the window that ejects. `null`: the rate is not looked at. @unit %  @range 1..100 */
  readonly failureRatePercent: number | null;
  /** Below this many requests in the window the rate says nothing. @minimum 1 */
  readonly minRequests: number;
  /** How far the failure rate looks back; also how long an endpoint stays in for its count to go down by one. @unit ms */
  readonly windowMs: number;
  /** How long the first ejection lasts, and how much longer each further one. @unit ms  @minimum 1 */
  readonly baseEjectionMs: number;
  /** The longest ejection. @unit ms  @minimum `baseEjectionMs` */
  readonly maxEjectionMs: number;
  /** Largest share of a service that is out at once, one endpoint always allowed. @unit %  @range 0..100 */
  readonly maxEjectedPercent: number;
}

/**
 * What an endpoint was ejected for:
 * `gateway-failures` - it answered 502, 503, 504 or another retriable status, several times in a row;
 * `local-errors` - resets, connect failures and header timeouts in a row;
 * `failure-rate` - too large a share of the window failed, all 5xx and local errors together.
 */
export type EjectionReason = 'gateway-failures' | 'local-errors' | 'failure-rate';

/** That an endpoint is out, and until when. */
export interface Ejection {
  readonly reason: EjectionReason;
  /** When it comes back, on the caller's clock, unless an active check brings it back earlier. @unit ms */
  readonly untilMs: number;
  /** Which ejection this is, the ones that were forgotten in the meantime not counted. @minimum 1 */
  readonly times: number;
}

/**
 * How many endpoints of a service may be out at once: its share, but one where that is none, and never all of them.
 * @see Envoy `outlier_detection.max_ejection_percent`, which also lets one go whatever the share
 */
export function maxEjected(endpointCount: number, maxEjectedPercent: number): number {
  const share = Math.floor((endpointCount * maxEjectedPercent) / 100);
  return Math.max(0, Math.min(Math.max(1, share), endpointCount - 1));
}
