import type { FailedTest } from './route-tests.ts';

/** What people read of a test that fails: where it stands, and what differs. */
export function failedTestLine({ name, index, differences }: FailedTest): string {
  return `proxy.tests[${index}] ${name}: ${differences.join('; ')}`;
}
