import type { Config, ServiceConfig } from '@hostler/config';
import type { ConfigChange } from '../../data-plane/config-change.ts';
import { fieldChanges } from './field-changes.ts';
import type { FieldChange } from './field-changes.ts';

/** A change of the defaults changes every service in the same way: nobody reads more, and the loop must not wait. */
const mostServicesInDetail = 100;

/** What a service's configuration changed in. */
export interface ServiceDiff {
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

/** What differs between two configurations, by meaning: the order of keys, services and endpoints is none. */
export interface ConfigDiff {
  /** Outside the services, such as `listen.port`. */
  readonly global: readonly FieldChange[];
  readonly services: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** At most 100 of them, the first ones. */
    readonly changed: readonly ServiceDiff[];
    /** Names of those that changed and are not in `changed`. */
    readonly alsoChanged: readonly string[];
  };
}

/** @param change what a data plane found out already: which services to compare */
export function diffConfigs(
  before: Config,
  after: Config,
  { added, removed, changed }: Pick<ConfigChange, 'added' | 'removed' | 'changed'>,
): ConfigDiff {
  const detailed = changed.slice(0, mostServicesInDetail);
  const old = pick(before.services, detailed);
  const now = pick(after.services, detailed);
  const { services: _before, ...headBefore } = before;
  const { services: _after, ...headAfter } = after;
  return {
    global: fieldChanges(headBefore, headAfter),
    services: {
      added,
      removed,
      changed: detailed.map((name) => ({ name, fields: fieldChanges(old.get(name), now.get(name)) })),
      alsoChanged: changed.slice(mostServicesInDetail),
    },
  };
}

function pick(services: readonly ServiceConfig[], names: readonly string[]): Map<string, ServiceConfig> {
  const wanted = new Set(names);
  const found = services.filter(({ name }) => wanted.has(name));
  return new Map(found.map((service) => [service.name, service]));
}
