import { testConfig } from '../../vitest.shared.ts';

// Every test starts what it needs and shares nothing, so the files may share a worker.
export default testConfig({ isolate: false });
