/**
 * What scripts ask of the last `pnpm test`, from the sum that it left behind:
 *
 *   node scripts/test-summary.ts              prints `N passed, N failed`
 *   node scripts/test-summary.ts none-skipped e2e   fails when a test of that folder was skipped, or none ran
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUMMARY, readSummary, tallyLine } from './test-reports.ts';

const summary = readSummary(readFileSync(join(import.meta.dirname, '..', SUMMARY), 'utf8'));
const [question, folder] = process.argv.slice(2);
if (question === 'none-skipped') {
  const tally = summary.packages.find(({ name }) => name === folder)?.tally;
  console.log(`${folder}: ${tally === undefined ? 'did not run' : tallyLine(tally)}`);
  process.exitCode = tally !== undefined && tally.skipped === 0 && tally.passed > 0 ? 0 : 1;
} else {
  console.log(tallyLine(summary));
}
