import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearReports, readResults, readSummary, summarise, tallyLine, tallyReport } from './test-reports.ts';

const report = (files: { status: string; tests: string[] }[]): string =>
  JSON.stringify({
    testResults: files.map(({ status, tests }, index) => ({
      name: `/repo/src/file-${index}.test.ts`,
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  });

describe('counting a report', () => {
  const cases = [
    { name: 'nothing ran', files: [], expected: { passed: 0, failed: 0, skipped: 0 } },
    {
      name: 'passed, failed, skipped and todo tests of two files',
      files: [
        { status: 'failed', tests: ['passed', 'failed', 'skipped'] },
        { status: 'passed', tests: ['passed', 'todo', 'pending'] },
      ],
      expected: { passed: 2, failed: 1, skipped: 3 },
    },
    {
      name: 'a file that could not be imported is one failure',
      files: [{ status: 'failed', tests: [] }],
      expected: { passed: 0, failed: 1, skipped: 0 },
    },
    {
      name: 'a hook that failed and skipped its tests is one failure',
      files: [{ status: 'failed', tests: ['skipped', 'skipped'] }],
      expected: { passed: 0, failed: 1, skipped: 2 },
    },
  ];
  it.each(cases)('$name', ({ files, expected }) => {
    expect(tallyReport(report(files))).toEqual(expected);
  });

  it.each(['', '{"testResults":', '[]', 'null', '{"testResults":7}'])('takes %j for no report', (text) => {
    expect(tallyReport(text)).toBeUndefined();
  });
});

describe('reading the reports of a run', () => {
  const repository = (): string => {
    const root = mkdtempSync(join(tmpdir(), 'hostler-reports-'));
    for (const [folder, text] of [
      ['packages/a', report([{ status: 'passed', tests: ['passed', 'passed'] }])],
      ['packages/b', '{"testRes'],
    ] as const) {
      mkdirSync(join(root, folder, '.report'), { recursive: true });
      writeFileSync(join(root, folder, '.report/vitest.json'), text);
    }
    return root;
  };

  it('counts a missing and a broken report as one failure each', () => {
    const results = readResults(repository(), ['packages/a', 'packages/b', 'packages/c']);
    expect(results.map(({ name, tally }) => [name, tallyLine(tally)])).toEqual([
      ['packages/a', '2 passed, 0 failed'],
      ['packages/b', '0 passed, 1 failed'],
      ['packages/c', '0 passed, 1 failed'],
    ]);
    expect(tallyLine(summarise(results))).toBe('2 passed, 2 failed');
  });

  it('never counts what an earlier run left behind', () => {
    const root = repository();
    clearReports(root, ['packages/a']);
    expect(readResults(root, ['packages/a'])[0]?.note).toBe('wrote no report: its run died');
  });
});

describe('the summary of a run', () => {
  it('is read back as it was written', () => {
    const summary = summarise([
      { name: 'packages/a', tally: { passed: 3, failed: 1, skipped: 0 }, note: 'a note' },
      { name: 'e2e', tally: { passed: 0, failed: 0, skipped: 7 } },
    ]);
    expect(readSummary(JSON.stringify(summary))).toEqual(summary);
    expect(summary).toMatchObject({ passed: 3, failed: 1, skipped: 7 });
  });

  it('is not anything else', () => {
    expect(() => readSummary('{"passed":1}')).toThrow('not a summary of a test run');
  });
});

describe('the last line', () => {
  it.each([
    { tally: { passed: 12, failed: 0, skipped: 0 }, line: '12 passed, 0 failed' },
    { tally: { passed: 12, failed: 1, skipped: 30 }, line: '12 passed, 1 failed, 30 skipped' },
  ])('is "$line"', ({ tally, line }) => {
    expect(tallyLine(tally)).toBe(line);
  });
});
