import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import type { ViteUserConfig } from 'vitest/config';

/** The settings of one suite that differ from the shared ones. */
type TestOptions = NonNullable<ViteUserConfig['test']>;

/**
 * The vitest configuration of every workspace package: tests beside their sources, run as plain Node, and a machine
 * report in `.report/vitest.json` that `scripts/test.ts` sums up.
 */
export function testConfig(overrides: TestOptions = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['src/**/*.test.ts'],
      environment: 'node',
      // turbo runs two packages at a time, so each one takes half of the machine.
      maxWorkers: Math.max(1, Math.floor(availableParallelism() / 2)),
      // A new package has no tests for a while; that is no failure.
      passWithNoTests: true,
      reporters: ['default', ['json', { outputFile: '.report/vitest.json' }]],
      ...overrides,
    },
  });
}
