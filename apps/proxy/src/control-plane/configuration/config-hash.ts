import type { Config } from '@hostler/config';
import { Fingerprinter } from '../../data-plane/fingerprint.ts';

/**
 * SHA-256 in hex of a whole configuration as it was resolved: two files that mean the same have the same, however they
 * are written. The order of lists counts, that of keys does not.
 */
export function configHash({ services, ...head }: Config, fingerprinter = new Fingerprinter()): string {
  return fingerprinter.value({
    ...head,
    services: services.map((service) => fingerprinter.service(service)),
  });
}
