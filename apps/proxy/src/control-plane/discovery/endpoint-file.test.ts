import { expect, it } from 'vitest';
import { readEndpointFile } from './endpoint-file.ts';

const file = '/etc/hostler/shop.yaml';

it('reads the entries of a list', () => {
  expect(readEndpointFile(file, { ok: true, bytes: Buffer.from('[{address: ::1, port: 80}]') })).toEqual({
    ok: true,
    entries: [{ address: '::1', port: 80, weight: 1, backup: false }],
  });
});

it.each([
  {
    code: 'ENOENT',
    error: 'there is no such file. Fix: create it with a list of endpoints, or correct discovery.path',
  },
  { code: 'EACCES', error: 'the file may not be read. Fix: let the user that runs hostler read it' },
  { code: 'EISDIR', error: 'this is no file. Fix: name a file in discovery.path' },
  { code: 'EIO', error: 'the file cannot be read (EIO)' },
])('says what $code asks for', ({ code, error }) => {
  expect(readEndpointFile(file, { ok: false, code })).toEqual({ ok: false, error: `${file}: ${error}` });
});

it('refuses what is not text', () => {
  expect(readEndpointFile(file, { ok: true, bytes: Buffer.from([0x5b, 0xff, 0x5d]) })).toEqual({
    ok: false,
    error: `${file}: the file is not text in UTF-8. Fix: save it in UTF-8`,
  });
});
