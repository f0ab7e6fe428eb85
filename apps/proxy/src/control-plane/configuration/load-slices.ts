import { formatErrors, loadConfig } from '@hostler/config';
import type { Environment } from '@hostler/config';
import { Fingerprinter } from '../../data-plane/fingerprint.ts';
import { configHash } from './config-hash.ts';
import type { LoadMessage } from './load-protocol.ts';

/** Takes the receiver about a millisecond. */
const servicesInSlice = 200;

/** A mistake in a block that all services share is reported for each of them. Nobody reads more. */
const mostErrors = 1_000;

/** Loads a configuration file, and tells of it in slices. */
export function* loadSlices(file: string, environment: Environment): Generator<LoadMessage, void> {
  const result = loadConfig({ file }, environment);
  if (!result.ok) {
    yield {
      kind: 'invalid',
      errors: result.errors.slice(0, mostErrors).map((error) => formatErrors([error])),
    };
    return;
  }
  const { services, ...head } = result.config;
  const fingerprinter = new Fingerprinter();
  const hash = configHash(result.config, fingerprinter);
  yield { kind: 'head', head, hash, warnings: [] };
  for (let from = 0; from < services.length; from += servicesInSlice) {
    const slice = services.slice(from, from + servicesInSlice);
    yield {
      kind: 'services',
      services: slice,
      fingerprints: slice.map((service) => fingerprinter.service(service)),
    };
  }
}
