import type { ErrorCode } from '../data-plane/errors/catalogue.ts';

/** What is known of one request in the end; the access line is made of it. Filled in as the request goes along. */
export interface RequestRecord {
  readonly id: string;
  readonly method: string;
  /** Raw request target, query included. */
  readonly target: string;
  /** Normalised Host; empty until it is known to be valid. */
  host: string;
  /** Who the client is, seen through trusted proxies. */
  readonly client: string;
  service: string | null;
  /** `address:port` of the last endpoint tried. */
  endpoint: string | null;
  /** Tries at endpoints, the first one counted. */
  attempts: number;
  /** How long it waited for room at the service or its endpoints. @unit ms */
  queueWaitMs: number;
  /** Status sent, or 499 when the client left before there was one. */
  status: number;
  /** Body bytes from the client, and to it. */
  requestBytes: number;
  responseBytes: number;
  /** Why the answer was not an endpoint's whole response. */
  error: ErrorCode | null;
  /** One clause on the error, for operators only. */
  detail: string | null;
}
