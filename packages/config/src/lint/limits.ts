import type { Config } from '../config.ts';
import { contradiction, endpointCount, noEffect } from './finding.ts';
import type { Finding, LintedService } from './finding.ts';

const maxInFlight = ['limits', 'maxInFlight'];
const perEndpoint = ['limits', 'maxInFlightPerEndpoint'];

/** Limits that are never reached because of another one. */
export function* limits(service: LintedService, proxy: Config): Generator<Finding> {
  const { config, written } = service;
  const { limits: set } = config;
  const total = set.maxInFlight;
  if (total !== null) yield* totalBesides(service, total);
  const unlimited = total === null && set.maxInFlightPerEndpoint === null && set.adaptiveConcurrency === null;
  if (unlimited && set.queue !== null && written.has('limits', 'queue')) {
    const what = 'nothing ever waits: there is no limit of requests in flight';
    yield noEffect(
      service,
      ['limits', 'queue'],
      what,
      'set maxInFlight or maxInFlightPerEndpoint, or remove queue',
    );
  }
  if (written.has('limits', 'priority') && proxy.overload.maxLagMs === null) {
    const what = 'priorities count when load is shed, and proxy.overload.maxLag is off';
    yield noEffect(service, ['limits', 'priority'], what, 'remove priority, or set proxy.overload.maxLag');
  }
  if (typeof proxy.workers === 'number') yield* perWorker(service, proxy.workers);
}

function* totalBesides(service: LintedService, total: number): Generator<Finding> {
  const { config, written } = service;
  const { maxInFlightPerEndpoint: each, adaptiveConcurrency } = config.limits;
  const count = endpointCount(config);
  if (each !== null && count !== null && each * count < total) {
    const what = `maxInFlight of ${total} is never reached: the endpoints take ${each * count} together`;
    yield contradiction(
      service,
      [maxInFlight, perEndpoint],
      what,
      `write at most ${each * count}, or raise maxInFlightPerEndpoint`,
    );
  }
  if (each !== null && each > total && written.anywhere(...perEndpoint)) {
    const what = `maxInFlightPerEndpoint of ${each} is never reached: maxInFlight allows the whole service ${total}`;
    yield contradiction(
      service,
      [perEndpoint, maxInFlight],
      what,
      'lower maxInFlightPerEndpoint, or raise maxInFlight',
    );
  }
  if (adaptiveConcurrency !== null && adaptiveConcurrency.max > total) {
    const keys = [['limits', 'adaptiveConcurrency', 'max'], maxInFlight] as const;
    const what = `adaptiveConcurrency may not go up to ${adaptiveConcurrency.max}: maxInFlight is ${total}`;
    yield contradiction(service, keys, what, `write max: ${total}, or remove maxInFlight`);
  }
}

function* perWorker(service: LintedService, workers: number): Generator<Finding> {
  for (const [name, keys] of [
    ['maxInFlight', maxInFlight],
    ['maxInFlightPerEndpoint', perEndpoint],
  ] as const) {
    const limit = service.config.limits[name];
    if (limit === null || limit >= workers) continue;
    const what = `${name} of ${limit} cannot be divided over ${workers} workers`;
    yield contradiction(service, [keys], what, `write at least ${workers}, or run fewer workers`);
  }
}
