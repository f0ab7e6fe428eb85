import { expect, it } from 'vitest';
import { notice } from './test-notice.ts';

it('frames its title and wraps long lines between words', () => {
  expect(notice('SKIPPED', ['no engine answers here'], 14)).toBe(
    [
      '╔════════════════╗',
      '║ SKIPPED        ║',
      '║                ║',
      '║ no engine      ║',
      '║ answers here   ║',
      '╚════════════════╝',
    ].join('\n'),
  );
});
