import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeConfig } from './write-config.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'hostler-generate-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

it('writes a new file, leaves an existing one alone, and overwrites it when forced', () => {
  const file = join(directory, 'config.yaml');
  expect(writeConfig('a: 1\n', { file })).toEqual({ ok: true });
  expect(writeConfig('a: 2\n', { file })).toEqual({
    ok: false,
    error: {
      kind: 'file',
      file,
      line: null,
      column: null,
      path: '',
      got: 'a file that is there already',
      expected: 'no file of that name',
      fix: 'choose another with -o, or --force',
    },
  });
  expect(readFileSync(file, 'utf8')).toBe('a: 1\n');
  expect(writeConfig('a: 3\n', { file, force: true })).toEqual({ ok: true });
  expect(readFileSync(file, 'utf8')).toBe('a: 3\n');
});

it('explains a directory that does not exist', () => {
  const file = join(directory, 'none', 'config.yaml');
  expect(writeConfig('', { file })).toMatchObject({ ok: false, error: { got: 'no such directory' } });
});

it('explains a directory in the place of the file', () => {
  expect(writeConfig('', { file: directory, force: true })).toMatchObject({
    ok: false,
    error: { got: 'a directory', fix: `name a file in it, such as ${directory}/config.yaml` },
  });
});
