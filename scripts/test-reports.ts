import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** How many tests of one or several packages passed, failed and did not run. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One package's part of a run. */
export interface PackageResult {
  /** The package's folder, relative to the repository's root; `scripts` for the root's own tests. */
  readonly name: string;
  readonly tally: Tally;
  /** What there is to say about it apart from the numbers, such as a report that was never written. */
  readonly note?: string;
}

/** What we read of vitest's JSON report. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** What a run came to: the sum, and each package's part of it. */
export interface Summary extends Tally {
  readonly packages: readonly PackageResult[];
}

const REPORT = '.report/vitest.json';

/** Where a run leaves its summary, relative to the root. */
export const SUMMARY = '.report/summary.json';

/** The folders, relative to the root, whose tests a run starts; the root's own first. */
export function testedFolders(root: string): string[] {
  const manifests = globSync(
    ['apps/*/package.json', 'packages/*/package.json', 'bench/package.json', 'e2e/package.json'],
    {
      cwd: root,
    },
  );
  return ['.', ...manifests.map((path) => path.slice(0, -'/package.json'.length)).sort()];
}

/** Removes the reports of earlier runs: a package that crashes must not be counted by what it did yesterday. */
export function clearReports(root: string, folders: readonly string[]): void {
  for (const folder of folders) rmSync(join(root, folder, '.report'), { recursive: true, force: true });
}

/** Reads each folder's report. A missing or unreadable one counts as one failed test: its run died. */
export function readResults(root: string, folders: readonly string[]): PackageResult[] {
  return folders.map((folder) => {
    const name = folder === '.' ? 'scripts' : folder;
    const path = join(root, folder, REPORT);
    if (!existsSync(path)) {
      return { name, tally: { passed: 0, failed: 1, skipped: 0 }, note: 'wrote no report: its run died' };
    }
    const tally = tallyReport(readFileSync(path, 'utf8'));
    if (tally === undefined) {
      return { name, tally: { passed: 0, failed: 1, skipped: 0 }, note: 'wrote a report that is cut short' };
    }
    return { name, tally };
  });
}

/**
 * Counts the tests of one vitest JSON report, or returns undefined when the text is not one. A file that failed
 * outside its tests (an import, a hook) has no failed test of its own and counts as one.
 */
export function tallyReport(text: string): Tally | undefined {
  const report = parseReport(text);
  if (report === undefined) return undefined;
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const file of report.testResults) {
    const failedBefore = failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failed += 1;
      else skipped += 1;
    }
    if (file.status === 'failed' && failed === failedBefore) failed += 1;
  }
  return { passed, failed, skipped };
}

function parseReport(text: string): VitestReport | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isReport(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Tells a report from other JSON; what is below `testResults` is written by the vitest of our own lockfile. */
function isReport(value: unknown): value is VitestReport {
  return (
    typeof value === 'object' && value !== null && 'testResults' in value && Array.isArray(value.testResults)
  );
}

/** The sum over all packages. */
export function summarise(packages: readonly PackageResult[]): Summary {
  const sum = (kind: keyof Tally): number => packages.reduce((total, { tally }) => total + tally[kind], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), packages };
}

/** Reads a summary that was written as JSON. Throws on anything else. */
export function readSummary(text: string): Summary {
  const value: unknown = JSON.parse(text);
  if (!isSummary(value)) throw new Error(`not a summary of a test run: ${text.slice(0, 80)}`);
  return value;
}

function isSummary(value: unknown): value is Summary {
  return typeof value === 'object' && value !== null && 'passed' in value && 'packages' in value;
}

/** `N passed, N failed`, with `, N skipped` where there are any. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
