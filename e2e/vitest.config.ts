import { testConfig } from '../vitest.shared.ts';

// The reaper is an image of its own, which not every machine can pull; the global setup removes what a run made.
process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';

export default testConfig({
  globalSetup: ['src/setup/global-setup.ts'],
  // Each suite has containers of its own; side by side they would only measure each other.
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
});
