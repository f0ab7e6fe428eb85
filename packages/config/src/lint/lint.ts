import type { Config } from '../config.ts';
import { formatPath } from '../problem.ts';
import { asMap } from '../validate/raw.ts';
import { Written } from '../validate/written.ts';
import { balancing } from './balancing.ts';
import { checks } from './checks.ts';
import { cookies } from './cookies.ts';
import { deadRoutes } from './dead-routes.ts';
import { endpoints } from './endpoints.ts';
import type { Finding, Linted, LintedService } from './finding.ts';
import { hiddenPaths } from './hidden-paths.ts';
import { limits } from './limits.ts';
import { restOfHost } from './rest-of-host.ts';
import { retries } from './retries.ts';
import { routesByHost } from './routes-by-host.ts';
import { settings } from './settings.ts';
import { timeouts } from './timeouts.ts';

/** What looks at the whole, one concern a file. */
const ofProxy: readonly ((linted: Linted) => Iterable<Finding>)[] = [
  settings,
  deadRoutes,
  hiddenPaths,
  restOfHost,
  endpoints,
  cookies,
];

/** What looks at one service after the other. */
const ofService: readonly ((service: LintedService, proxy: Config) => Iterable<Finding>)[] = [
  timeouts,
  retries,
  limits,
  checks,
  balancing,
];

/**
 * What in a valid configuration is hardly meant, in no particular order. Only what is certain from the file alone is
 * told: a warning that is wrong teaches people to skip all of them.
 * @param document as it was written
 */
export function lint(config: Config, document: unknown): Finding[] {
  const proxy = asMap(asMap(document)['proxy']);
  const found = new Map<string, Finding>();
  for (const finding of findings({ config, proxy, routes: routesByHost(proxy) })) {
    // What stands in the defaults is found again in every service that it holds for.
    const key = `${formatPath(finding.path)} ${finding.what}`;
    if (!found.has(key)) found.set(key, finding);
  }
  return [...found.values()];
}

function* findings(linted: Linted): Generator<Finding> {
  for (const look of ofProxy) yield* look(linted);
  for (const [index, config] of linted.config.services.entries()) {
    const service = { config, written: new Written(linted.proxy, index) };
    for (const look of ofService) yield* look(service, linted.config);
  }
}
