import { testConfig } from '../../vitest.shared.ts';

// Every test starts what it needs and shares nothing, so the files may share a worker.
// Waiting ends with what is waited for; the limit is for what never comes.
export default testConfig({ isolate: false, expect: { poll: { timeout: 10_000 } }, testTimeout: 20_000 });
