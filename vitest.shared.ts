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
      // `pnpm test` runs one package at a time, so that each has the whole machine and nobody else's load on it.
      maxWorkers: availableParallelism(),
      // Tests end with what they wait for. These limits are for what never comes, on a machine that is busy.
      testTimeout: 20_000,
      hookTimeout: 20_000,
      expect: { poll: { timeout: 10_000 } },
      reporters: ['default', ['json', { outputFile: '.report/vitest.json' }]],
      ...overrides,
    },
  });
}
