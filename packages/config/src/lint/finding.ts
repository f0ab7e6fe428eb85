import { isIP } from 'node:net';
import type { Config, ServiceConfig } from '../config.ts';
import type { Path } from '../problem.ts';
import type { RawMap } from '../validate/raw.ts';
import type { RoutesByHost } from './routes-by-host.ts';
import type { Keys, Written } from '../validate/written.ts';

/** What sort of doubt; the one field to match on. */
export type WarningKind =
  | 'dead-route'
  | 'shadowed-route'
  | 'shared-endpoint'
  | 'loop'
  | 'contradiction'
  | 'no-effect'
  | 'insecure';

/** Something valid that is hardly meant, before anybody knows on which line it stands. */
export interface Finding {
  readonly kind: WarningKind;
  readonly path: Path;
  readonly at: 'key' | 'value';
  /** What will happen, as a clause. */
  readonly what: string;
  /** What to write instead, as an order. */
  readonly fix: string;
  /** The other half; its line is added to `what`. */
  readonly relatedPath?: Path;
}

/** A whole valid configuration. */
export interface Linted {
  readonly config: Config;
  /** `proxy` as it was written. */
  readonly proxy: RawMap;
  readonly routes: RoutesByHost;
}

/** One service of it. */
export interface LintedService {
  readonly config: ServiceConfig;
  readonly written: Written;
}

/** Values of a service that do not go together; it points at the first of `keys` that somebody wrote. */
export function contradiction(
  { written }: LintedService,
  keys: readonly [Keys, ...Keys[]],
  what: string,
  fix: string,
): Finding {
  return { kind: 'contradiction', path: written.pathOf(...keys), at: 'value', what, fix };
}

/** Something of a service that changes nothing; it points at the key. */
export function noEffect({ written }: LintedService, keys: Keys, what: string, fix: string): Finding {
  return { kind: 'no-effect', path: written.pathOf(keys), at: 'key', what, fix };
}

/** How many endpoints a service has, or null when that shows only once names are looked up. */
export function endpointCount({ hosts, discovery }: ServiceConfig): number | null {
  if (discovery !== null || hosts.some(({ address }) => isIP(address) === 0)) return null;
  return hosts.length;
}
