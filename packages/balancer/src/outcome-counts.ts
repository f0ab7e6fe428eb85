/**
 * How the requests to one endpoint ended over some time: what judges it, without word of each request. Plain JSON,
 * since it may come from another process. Canceled requests say nothing and are not in it.
 */
export interface OutcomeCounts {
  readonly success: number;
  readonly errorStatus: number;
  readonly gatewayFailure: number;
  readonly reset: number;
  readonly connectFailure: number;
  readonly headerTimeout: number;
  /**
   * How many of the last outcomes in a row were gateway failures: what a count of consecutive ones goes on from. As
   * many as all outcomes together when nothing else happened, so that such runs add up over reports.
   */
  readonly trailingGatewayFailures: number;
  /** The same for what went wrong on our side of the connection: reset, connect failure, header timeout. */
  readonly trailingLocalErrors: number;
}
