import { durationText } from '../values/duration-text.ts';
import { contradiction, endpointCount, noEffect } from './finding.ts';
import type { Finding, LintedService } from './finding.ts';

/** Attempts that can never be made. */
export function* retries(service: LintedService): Generator<Finding> {
  const { config, written } = service;
  const { attempts, hedge, idempotencyKey } = config.retry;
  const count = endpointCount(config);
  // Written for all services it is meant for those with more endpoints.
  if (written.has('retry', 'attempts') && count !== null && attempts > count && attempts > 1) {
    const what = `no request makes ${attempts} attempts: each goes to another endpoint, and there ${areEndpoints(count)}`;
    yield noEffect(service, ['retry', 'attempts'], what, `write ${count}, or add endpoints`);
  }
  if (idempotencyKey && attempts === 1) {
    const what = 'with one attempt nothing is sent again, with an Idempotency-Key or without';
    yield noEffect(service, ['retry', 'idempotencyKey'], what, 'raise attempts, or remove idempotencyKey');
  }
  if (hedge === null) return;
  if (count === 1 && written.has('retry', 'hedge')) {
    const what = 'a hedge goes to another endpoint, and there is only one';
    yield noEffect(service, ['retry', 'hedge'], what, 'remove hedge, or add endpoints');
  }
  const { responseHeaderMs } = config.timeouts;
  if (hedge.afterMs === 'p95' || responseHeaderMs === null || hedge.afterMs < responseHeaderMs) return;
  const what = `the second attempt would begin after ${durationText(hedge.afterMs)}, when timeouts.responseHeader of ${durationText(responseHeaderMs)} has ended the first`;
  const keys = [
    ['retry', 'hedge', 'after'],
    ['timeouts', 'responseHeader'],
  ] as const;
  yield contradiction(service, keys, what, 'make hedge.after shorter than responseHeader');
}

function areEndpoints(count: number): string {
  return count === 1 ? 'is 1' : `are ${count}`;
}
