import { testConfig } from '../../vitest.shared.ts';

// Fifty small suites of pure functions: loading the schema anew for each costs more than all the tests.
export default testConfig({ isolate: false });
