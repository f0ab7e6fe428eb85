import { expect, it } from 'vitest';
import { formatErrors } from './config-error.ts';
import type { ConfigError } from './config-error.ts';

const error: ConfigError = {
  kind: 'invalid',
  file: 'config.yaml',
  line: 3,
  column: 5,
  path: 'proxy.via',
  got: '1',
  expected: 'a name',
  fix: 'write a name',
};

it.each([
  ['with its place and path', error, 'config.yaml:3:5 proxy.via: got 1, expected a name. Fix: write a name'],
  ['without a path', { ...error, path: '' }, 'config.yaml:3:5: got 1, expected a name. Fix: write a name'],
  [
    'of a file as a whole',
    { ...error, line: null, column: null, path: '' },
    'config.yaml: got 1, expected a name. Fix: write a name',
  ],
  [
    'of a plain object',
    { ...error, file: null, line: null, column: null },
    'proxy.via: got 1, expected a name. Fix: write a name',
  ],
  [
    'of a plain object as a whole',
    { ...error, file: null, line: null, column: null, path: '' },
    'got 1, expected a name. Fix: write a name',
  ],
])('writes an error %s', (_name, each, line) => {
  expect(formatErrors([each])).toBe(line);
});

it('writes each error on a line of its own', () => {
  expect(formatErrors([error, { ...error, line: 4 }]).split('\n')).toHaveLength(2);
});
