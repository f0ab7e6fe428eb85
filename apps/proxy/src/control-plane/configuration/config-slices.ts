import type { Config, ServiceConfig } from '@hostler/config';
import type { Fingerprinter } from '../../data-plane/fingerprint.ts';

/** Everything but what there may be thousands of. */
export type ConfigHead = Omit<Config, 'services'>;

/** Some services of a configuration, in its order. */
export interface ServicesSlice {
  readonly services: readonly ServiceConfig[];
  /** One for each. */
  readonly fingerprints: readonly string[];
}

/** Takes the receiver about a millisecond. */
const servicesInSlice = 200;

/** A configuration's services for another thread or process, so few at a time that its event loop is not held up. */
export function* servicesInSlices(
  services: readonly ServiceConfig[],
  fingerprinter: Fingerprinter,
): Generator<ServicesSlice, void> {
  for (let from = 0; from < services.length; from += servicesInSlice) {
    const slice = services.slice(from, from + servicesInSlice);
    yield { services: slice, fingerprints: slice.map((service) => fingerprinter.service(service)) };
  }
}
