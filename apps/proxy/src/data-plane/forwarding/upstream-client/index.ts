export type {
  Attempt,
  AttemptErrorCode,
  AttemptFacts,
  AttemptFailure,
  AttemptHandler,
  AttemptTimeouts,
  RequestBody,
  UpstreamRequest,
} from './attempt.ts';
export { ConnectionPool } from './connection-pool.ts';
export type { ConnectionPoolOptions, ConnectionStats } from './connection-pool.ts';
export { connectErrorCode } from './connect-errors.ts';
