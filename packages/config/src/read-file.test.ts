import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';
import { readConfigText } from './read-file.ts';

describe('readConfigText', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'hostler-config-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  function file(name: string, content: string | Buffer): string {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  }

  it('reads UTF-8, without its byte order mark', () => {
    expect(readConfigText(file('good.yaml', '\u{FEFF}a: ü\n'))).toEqual({ ok: true, text: 'a: ü\n' });
  });

  it('says what to do about a file that is not there', () => {
    expect(readConfigText(join(directory, 'none.yaml'))).toEqual({
      ok: false,
      problem: {
        kind: 'file',
        path: [],
        at: 'value',
        got: 'no such file',
        expected: 'a configuration file',
        fix: 'correct the path, or write one with "hostler generate"',
      },
    });
  });

  it('refuses a directory', () => {
    expect(readConfigText(directory)).toMatchObject({ ok: false, problem: { got: 'a directory' } });
  });

  it('refuses what is not text', () => {
    const path = file('utf16.yaml', Buffer.from([0xff, 0xfe, 0x61, 0x00]));
    expect(readConfigText(path)).toMatchObject({ ok: false, problem: { got: 'bytes that are not UTF-8' } });
  });

  it('refuses a file that is far too large before reading it', () => {
    const path = file('large.yaml', '');
    truncateSync(path, 33 * 1_048_576);
    expect(readConfigText(path)).toMatchObject({ ok: false, problem: { got: 'a file of 34603008 bytes' } });
  });

  it('gives the loader an error with the name of the file and no line', () => {
    const path = join(directory, 'none.yaml');
    expect(loadConfig({ file: path }, {})).toMatchObject({
      ok: false,
      errors: [{ kind: 'file', file: path, line: null, column: null, path: '' }],
    });
  });
});
