export type {
  Attempt,
  AttemptErrorCode,
  AttemptFacts,
  AttemptFailure,
  AttemptHandler,
  AttemptTimeouts,
  UpstreamRequest,
} from './attempt.ts';
export { ConnectionPool } from './connection-pool.ts';
export type { ConnectionStats } from './connection-pool.ts';
export { connectErrorCode } from './connect-errors.ts';
