import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drifted } from './generate.ts';

describe('drifted', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'hostler-generate-'));
    writeFileSync(join(directory, 'same.md'), 'text\n');
    writeFileSync(join(directory, 'other.md'), 'text that somebody changed\n');
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('names the files that are missing or changed, with what they should be', async () => {
    const files = ['same.md', 'other.md', 'none.md'].map((path) => ({ path, render: () => 'text\n' }));
    expect(await drifted(files, directory)).toEqual(
      new Map([
        ['other.md', 'text\n'],
        ['none.md', 'text\n'],
      ]),
    );
  });

  it('puts JSON into the format that the formatter asks for', async () => {
    const file = { path: 'new.json', render: () => Promise.resolve('{"a":[1,\n2]}') };
    expect(await drifted([file], directory)).toEqual(new Map([['new.json', '{ "a": [1, 2] }\n']]));
  });
});
