import type { Config, ServiceConfig } from '@hostler/config';
import type { Fingerprinter } from './fingerprint.ts';

/** Settings of the whole proxy that a service is made of, too. */
export type SharedSettings = Pick<Config, 'secret'>;

/**
 * Whether a service goes on as it is with another configuration.
 * @param shared what is the whole proxy's, before and after
 */
export function isSameService(
  before: ServiceConfig,
  after: ServiceConfig,
  shared: { readonly before: SharedSettings; readonly after: SharedSettings },
  fingerprints: Fingerprinter,
): boolean {
  // Sticky cookies are signed with what is configured for the whole proxy.
  if (after.loadBalancing.sticky !== null && shared.before.secret !== shared.after.secret) return false;
  if (before === after) return true;
  return fingerprints.service(before) === fingerprints.service(after);
}
