import { expect, it } from 'vitest';
import { formatWarnings } from './config-warning.ts';
import type { ConfigWarning } from './config-warning.ts';

const warning: ConfigWarning = {
  kind: 'no-effect',
  file: 'config.yaml',
  line: 3,
  column: 7,
  path: 'proxy.secret',
  what: 'nothing is signed',
  fix: 'remove it',
};

it('is one line a warning, with its place where there is one', () => {
  const fromCode = { ...warning, file: null, line: null, column: null };
  expect(formatWarnings([warning, fromCode])).toBe(
    'config.yaml:3:7 proxy.secret: nothing is signed. Fix: remove it\n' +
      'proxy.secret: nothing is signed. Fix: remove it',
  );
});
