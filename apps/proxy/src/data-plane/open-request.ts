import type { ErrorCode } from './errors/catalogue.ts';
import type { RosterMember } from './roster.ts';

/** A request that is under way, as a shutdown sees it. */
export interface OpenRequest extends RosterMember {
  /** A WebSocket is told to go away (1001). Requests are left to finish. */
  goAway(): void;
  /** Ends the request with an error of ours, whatever state it is in. */
  abandon(code: ErrorCode, detail: string): void;
}
