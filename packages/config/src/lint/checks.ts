import { durationText } from '../values/duration-text.ts';
import { contradiction, endpointCount, noEffect } from './finding.ts';
import type { Finding, LintedService } from './finding.ts';

const timeout = ['healthCheck', 'timeout'];
const interval = ['healthCheck', 'interval'];
const changing = ['healthCheck', 'changingInterval'];

/** Checks and judgements that cannot do what their settings say. */
export function* checks(service: LintedService): Generator<Finding> {
  yield* healthCheck(service);
  yield* outlierDetection(service);
  const { healthCheck: active, outlierDetection: passive, loadBalancing } = service.config;
  if (loadBalancing.panicThresholdPercent > 0 && active === null && passive === null) {
    const what = 'nothing ever makes an endpoint unhealthy, so there is nothing to ignore';
    const fix = 'remove panicThreshold, or add a healthCheck';
    yield noEffect(service, ['loadBalancing', 'panicThreshold'], what, fix);
  }
}

function* healthCheck(service: LintedService): Generator<Finding> {
  const { healthCheck: check } = service.config;
  if (check === null) return;
  if (check.timeoutMs > check.intervalMs) {
    const what = `a check may take ${durationText(check.timeoutMs)}, longer than the interval of ${durationText(check.intervalMs)}: endpoints that hang are checked less often than the others`;
    yield contradiction(service, [interval, timeout], what, 'make timeout at most as long as interval');
  }
  if (check.changingIntervalMs > check.intervalMs && service.written.anywhere(...changing)) {
    const what = `changingInterval of ${durationText(check.changingIntervalMs)} is longer than interval, which is taken in its place`;
    yield contradiction(service, [changing, interval], what, 'make changingInterval the shorter one');
  }
}

function* outlierDetection(service: LintedService): Generator<Finding> {
  const { config, written } = service;
  if (config.outlierDetection === null) return;
  if (written.has('outlierDetection') && endpointCount(config) === 1) {
    const what = 'the only endpoint of a service is never ejected';
    yield noEffect(service, ['outlierDetection'], what, 'remove outlierDetection, or add endpoints');
  }
  if (config.outlierDetection.failureRatePercent !== null) return;
  for (const key of ['minRequests', 'window']) {
    if (!written.has('outlierDetection', key)) continue;
    const what = `${key} belongs to failureRate, which is off`;
    yield noEffect(service, ['outlierDetection', key], what, `set failureRate, or remove ${key}`);
  }
}
