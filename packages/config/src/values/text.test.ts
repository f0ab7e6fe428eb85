import { expect, it } from 'vitest';
import { errorCode, filePath, text } from './text.ts';

it.each([
  ['text', text, 'pass: ok'],
  ['the path of a file', filePath, '../endpoints.yml'],
  ['an absolute path', filePath, '/etc/hostler/endpoints'],
  ['an error code', errorCode, 'destination_not_found'],
])('takes %s', (_name, type, value) => {
  expect(type.parse(value)).toEqual({ ok: true, value });
});

it.each([
  ['a number as text', text, 7, 'write it in quotes'],
  ['no text', text, '', 'write some text, at most 1024 characters'],
  ['too much text', text, 'x'.repeat(1_025), 'write some text, at most 1024 characters'],
  ['no file', filePath, '', 'write a path such as endpoints.yaml or /etc/hostler/endpoints.yaml'],
  ['a status as an error', errorCode, 404, 'write a code of docs/errors.md, such as destination_not_found'],
  [
    'a sentence as an error',
    errorCode,
    'Not found',
    'write a code of docs/errors.md, such as destination_not_found',
  ],
])('refuses %s', (_name, type, value, fix) => {
  expect(type.parse(value)).toEqual({ ok: false, fix });
});
