import { formatErrors, formatWarnings, loadConfig } from '@hostler/config';
import type { Environment } from '@hostler/config';
import { Fingerprinter } from '../../data-plane/fingerprint.ts';
import { configHash } from './config-hash.ts';
import { servicesInSlices } from './config-slices.ts';
import type { LoadMessage } from './load-protocol.ts';
import { testRoutes } from './test-routes.ts';

/** A mistake in a block that all services share is reported for each of them. Nobody reads more. */
const mostLines = 1_000;

/** Loads a configuration file, runs the tests in it, and tells of it in slices. */
export async function* loadSlices(file: string, environment: Environment): AsyncGenerator<LoadMessage, void> {
  const result = loadConfig({ file }, environment);
  if (!result.ok) {
    yield {
      kind: 'invalid',
      errors: result.errors.slice(0, mostLines).map((error) => formatErrors([error])),
    };
    return;
  }
  const { services, ...head } = result.config;
  const fingerprinter = new Fingerprinter();
  const hash = configHash(result.config, fingerprinter);
  const warnings = result.warnings.slice(0, mostLines).map((warning) => formatWarnings([warning]));
  const failedTests = (await testRoutes(result.config)).slice(0, mostLines);
  yield { kind: 'head', head, hash, warnings, failedTests };
  for (const slice of servicesInSlices(services, fingerprinter)) yield { kind: 'services', ...slice };
}
