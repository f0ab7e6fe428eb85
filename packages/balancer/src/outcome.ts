/**
 * What a lease ended in, which decides what counts against its endpoint:
 *
 * - `success` - a final response head came that is nothing against the endpoint, and nothing was wrong after it. Ends
 *   backoff.
 * - `error-status` - a 5xx that is the application's own: any but 502, 503 and 504. Ends backoff like a success.
 * - `gateway-failure` - it answered 502, 503, 504, or a status that the service retries. A bad answer: retries go
 *   elsewhere until a good one comes, and a run of them starts backoff where that is set.
 * - `reset` - the connection broke under the request, or what came was no HTTP or not whole. A bad answer, too.
 * - `connect-failure` - no connection: refused, timed out, TLS failed. Starts or doubles backoff.
 * - `header-timeout` - the request was sent and no final head came in time. Starts or doubles backoff.
 * - `canceled` - we gave up for reasons of our own or the client's. No blame.
 */
export type Outcome =
  | 'success'
  | 'error-status'
  | 'gateway-failure'
  | 'reset'
  | 'connect-failure'
  | 'header-timeout'
  | 'canceled';
