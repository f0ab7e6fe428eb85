import { testConfig } from '../vitest.shared.ts';

// The reaper is an image of its own, which not every machine can pull; a run cleans up after itself.
process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';

export default testConfig({
  globalSetup: ['src/setup/global-setup.ts'],
  // Each suite has containers of its own; side by side they would only measure each other.
  fileParallelism: false,
  // Nothing is shared but imports, and testcontainers takes a second to import.
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
});
