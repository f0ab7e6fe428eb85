/**
 * What a lease ended in, which decides what counts against its endpoint:
 *
 * - `success` - a final response head came that the retry rule let pass, and nothing was wrong after it. Ends backoff.
 * - `connect-failure` - no connection: refused, timed out, TLS failed. Starts or doubles backoff.
 * - `header-timeout` - the request was sent and no final head came in time. Starts or doubles backoff.
 * - `failure` - it answered, but badly: reset, protocol error, truncated body, a status that is retried. Leaves
 *   backoff alone; it is what outlier detection counts.
 * - `canceled` - we gave up for reasons of our own or the client's. No blame.
 */
export type Outcome = 'success' | 'connect-failure' | 'header-timeout' | 'failure' | 'canceled';
