import { durationText } from '../values/duration-text.ts';
import { contradiction } from './finding.ts';
import type { Finding, LintedService } from './finding.ts';

const connect = ['timeouts', 'connect'];
const acquire = ['timeouts', 'acquire'];
const responseHeader = ['timeouts', 'responseHeader'];
const request = ['timeouts', 'request'];

/** Phases that leave no time for what follows a failure of theirs. */
export function* timeouts(service: LintedService): Generator<Finding> {
  const { connectMs, acquireMs, responseHeaderMs, requestMs } = service.config.timeouts;
  if (isReached(connectMs, acquireMs)) {
    const what = `one connection may take ${text(connectMs)}, and all attempts to connect together ${text(acquireMs)}: an endpoint that swallows packets leaves no time for another one`;
    yield contradiction(service, [connect, acquire], what, 'make connect shorter than acquire');
  }
  if (isReached(responseHeaderMs, requestMs)) {
    const what = `waiting for a response may take ${text(responseHeaderMs)}, and the whole request ${text(requestMs)}: an endpoint that hangs uses it up, and no other one is tried`;
    const fix = 'make responseHeader shorter than request';
    yield contradiction(service, [request, responseHeader], what, fix);
  }
}

/** Whether the inner phase lasts until the outer one ends. `off` reaches every end. */
function isReached(innerMs: number | null, outerMs: number | null): boolean {
  return outerMs !== null && (innerMs ?? Number.POSITIVE_INFINITY) >= outerMs;
}

function text(ms: number | null): string {
  return ms === null ? 'for ever' : durationText(ms);
}
