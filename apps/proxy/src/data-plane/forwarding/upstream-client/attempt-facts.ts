import type { AttemptFacts, AttemptFailure } from './attempt.ts';

/** The facts of an attempt of which nothing has happened yet. */
export function newFacts(): AttemptFacts {
  return {
    reusedSocket: false,
    headSent: false,
    requestComplete: false,
    responseStarted: false,
    finalHeadSeen: false,
    requestBodyBytes: 0,
    responseBodyBytes: 0,
    connectedAt: null,
    firstByteAt: null,
  };
}

/** How far an attempt has come that fails now. */
export function stageOf({ finalHeadSeen, headSent }: AttemptFacts): AttemptFailure['stage'] {
  if (finalHeadSeen) return 'streaming';
  return headSent ? 'sent' : 'not-sent';
}
