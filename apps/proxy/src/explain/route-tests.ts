import { closestWord } from '@hostler/config';
import type { Config, RouteTestConfig, ServiceConfig } from '@hostler/config';
import { combinedField, compileTrust } from '@hostler/http';
import { errorCatalogue } from '../data-plane/errors/catalogue.ts';
import { rewrite } from '../data-plane/forwarding/rewrite.ts';
import { compileRoutes } from '../data-plane/routing/router.ts';
import { askedRequest } from './asked-request.ts';
import { decide } from './decide.ts';
import type { DecidedService, Decision, RoutingTables } from './decide.ts';

/** A route test whose request does not go where it should. */
export interface FailedTest {
  /** Its name, or its method and URL. */
  readonly name: string;
  /** Its place in `proxy.tests`, from 0. */
  readonly index: number;
  /** What differs, one clause each: `service: expected api, got shop`. */
  readonly differences: readonly string[];
}

/**
 * Runs `proxy.tests`: each request through the steps of production up to the choice of an endpoint, so that the result
 * depends on the configuration alone.
 * @returns those that fail, in order
 */
export function runRouteTests(config: Config): readonly FailedTest[] {
  if (config.tests.length === 0) return [];
  const tables = routingTables(config);
  return config.tests.flatMap((test, index) => {
    const differences = differencesOf(test, tables);
    return differences.length === 0 ? [] : [{ name: nameOf(test), index, differences }];
  });
}

const knownErrors: readonly string[] = Object.entries(errorCatalogue).flatMap(([code, { type }]) => [
  code,
  type,
]);

/** The tables of a configuration that nobody runs. */
function routingTables(config: Config): RoutingTables<DecidedService> {
  const services = config.services.map((service) => ({
    name: service.name,
    default: service.default,
    routes: service.routes,
    config: service,
  }));
  return {
    router: compileRoutes(services),
    trust: compileTrust(config.trustedProxies),
    via: config.via,
    healthPath: config.healthPath === false ? null : config.healthPath,
  };
}

/** What `hostHeader: endpoint` shows where no endpoint is chosen: the first that is configured, or the discovery's name. */
export function anyAuthority({ hosts, discovery, name }: ServiceConfig): string {
  const [first] = hosts;
  if (first !== undefined) return `${first.address}:${first.port}`;
  return discovery !== null && discovery.type !== 'file' ? discovery.name : name;
}

function nameOf({ name, request }: RouteTestConfig): string {
  return name ?? `${request.method} ${request.url}`;
}

function differencesOf(
  { request, expect }: RouteTestConfig,
  tables: RoutingTables<DecidedService>,
): string[] {
  const asked = askedRequest({ ...request, headers: Object.entries(request.headers).flat() });
  if (asked === null) return [`request.url: ${request.url} is no http URL`];
  const outcome = outcomeOf(decide(tables, asked));
  return [
    ...difference('service', expect.service, outcome.service),
    ...difference('path', expect.path, outcome.path),
    ...difference('status', expect.status, outcome.status),
    ...errorDifference(expect.error, outcome),
    ...Object.entries(expect.headers).flatMap(([name, value]) =>
      difference(`headers.${name}`, value ?? 'none', combinedField(outcome.headers, name)),
    ),
  ];
}

/** What a test can ask about; `null` where it does not apply. */
interface Outcome {
  readonly service: string | null;
  readonly path: string | null;
  readonly error: string | null;
  readonly errorType: string | null;
  readonly status: number | null;
  readonly headers: readonly string[];
}

const NOTHING: Outcome = {
  service: null,
  path: null,
  error: null,
  errorType: null,
  status: null,
  headers: [],
};

function outcomeOf(decision: Decision<DecidedService>): Outcome {
  if (decision.kind === 'own') return { ...NOTHING, status: decision.status };
  if (decision.kind === 'refused') {
    const { status, type } = errorCatalogue[decision.code];
    return { ...NOTHING, error: decision.code, errorType: type, status };
  }
  const { match, input } = decision;
  const authority = anyAuthority(match.service.config);
  const { headers } = rewrite(input, { authority });
  return { ...NOTHING, service: match.service.name, path: match.forwardTarget, headers };
}

/** By the code of the catalogue, or by the RFC 9209 type that several may share. */
function errorDifference(expected: string | null, { error, errorType }: Outcome): string[] {
  if (expected === null || expected === error || expected === errorType) return [];
  if (knownErrors.includes(expected)) return difference('error', expected, error);
  const meant = closestWord(expected, knownErrors);
  const hint = meant === null ? '; docs/errors.md lists what there is' : `, did you mean ${meant}?`;
  return [`error: there is no ${expected}${hint}`];
}

/** @param expected `null` when the test does not say */
function difference(what: string, expected: string | number | null, got: string | number | null): string[] {
  const is = got ?? 'none';
  return expected === null || expected === is ? [] : [`${what}: expected ${expected}, got ${is}`];
}
