import type { BenchCase } from '../cases.ts';

/** What a load generator saw in one run. */
export interface LoadResult {
  /** Complete responses, of whatever status. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Median and 99th percentile of a response's time, from the request's first byte to the response's last. @unit us */
  readonly p50Us: number;
  readonly p99Us: number;
  /** Responses that were no success: wrk counts from 400, the built-in generator everything but 2xx. */
  readonly badStatuses: number;
  /** Connections refused, reads and writes that failed, responses that never came. */
  readonly socketErrors: number;
}

/** Sends `benchCase` to a port of 127.0.0.1 for `seconds`, each connection with one request in flight. */
export type Load = (port: number, benchCase: BenchCase, seconds: number) => Promise<LoadResult>;

/** A way of making load. */
export interface LoadGenerator {
  /** Name and version, for the report. */
  readonly name: string;
  readonly load: Load;
}
