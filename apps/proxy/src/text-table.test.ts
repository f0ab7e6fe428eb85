import { expect, it } from 'vitest';
import { textTable } from './text-table.ts';

it('lines columns up and leaves nothing behind the last one', () => {
  expect(
    textTable([
      ['A', 'LONG', 'C'],
      ['aaa', 'b', 'c'],
      ['a', ''],
    ]),
  ).toEqual(['A    LONG  C', 'aaa  b     c', 'a']);
});
