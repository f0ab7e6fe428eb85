import type { AdmittedMessage } from './admission/admit-message.ts';
import type { OwnAnswer } from './reply.ts';

const text = ['Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', 'no-store'];

/** What we pass on, for `OPTIONS *` (RFC 9110 9.3.7). */
const allow = ['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE'];
/** The same where a TRACE may not go. */
const allowHere = ['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'];

/** What the proxy knows of itself. */
export interface OwnState {
  readonly draining: boolean;
  readonly snapshot: { readonly healthPath: string | null };
}

/** The few requests that are meant for the proxy itself. @returns `null` for all others */
export function answerOurselves(plane: OwnState, method: string, message: AdmittedMessage): OwnAnswer | null {
  if (message.path === plane.snapshot.healthPath) return health(plane.draining);
  if (message.path === '*') return { status: 204, headers: allow, body: '' };
  // A request that may go no further is answered by whoever has it (RFC 9110 7.6.2). A TRACE is not echoed: that
  // would show a script the credentials in it.
  if (message.maxForwards === 0) {
    return method === 'OPTIONS'
      ? { status: 204, headers: allow, body: '' }
      : { status: 405, headers: [...allowHere, ...text], body: 'TRACE ends here.\n' };
  }
  return null;
}

/** For load balancers in front of the main listener, whatever `Host` they send. */
function health(draining: boolean): OwnAnswer {
  return draining
    ? { status: 503, headers: text, body: 'shutting down\n' }
    : { status: 200, headers: text, body: 'Health-check reverse-proxy is working!!!!!' };
}
