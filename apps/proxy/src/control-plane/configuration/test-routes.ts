import type { Config } from '@hostler/config';
import type { FailedTest } from '../../explain/route-tests.ts';

/** Runs the tests of a configuration. What runs them is loaded for those that have some. @returns those that fail */
export async function testRoutes(config: Config): Promise<readonly FailedTest[]> {
  if (config.tests.length === 0) return [];
  const { runRouteTests } = await import('../../explain/route-tests.ts');
  return runRouteTests(config);
}
