import { formatWarnings } from '@hostler/config';
import type { Logger } from 'pino';
import { testRoutes } from '../control-plane/configuration/test-routes.ts';
import { failedTestLine } from '../explain/failed-test-line.ts';
import type { Loaded } from './load.ts';

/**
 * Writes down what is doubtful about a valid configuration: what is hardly meant, and its tests that fail. A reload with
 * failing tests is refused, since the configuration before is there to stay with. A start has none to stay with: to
 * serve is better than not to.
 */
export async function logDoubts({ config, warnings }: Loaded, logger: Logger): Promise<void> {
  if (warnings.length > 0) {
    const lines = formatWarnings(warnings).split('\n');
    logger.warn({ warnings: lines }, 'the configuration may not do what was meant');
  }
  const failed = await testRoutes(config);
  if (failed.length > 0) {
    logger.error(
      { tests: failed.map(failedTestLine) },
      'tests of the configuration fail; it is used all the same',
    );
  }
}
