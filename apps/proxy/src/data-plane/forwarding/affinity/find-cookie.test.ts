import { describe, expect, test } from 'vitest';
import { findCookie } from './find-cookie.ts';

describe('findCookie', () => {
  test.each([
    { name: 'the only cookie', lines: ['id=1'], value: '1' },
    { name: 'one of several', lines: ['a=0; id=1; b=2'], value: '1' },
    { name: 'one on a later line', lines: ['a=0', 'b=2; id=1'], value: '1' },
    { name: 'the first of two', lines: ['id=1; id=2', 'id=3'], value: '1' },
    { name: 'an empty value', lines: ['id='], value: '' },
    { name: 'quotes around the value', lines: ['id="1"'], value: '1' },
    { name: 'a quote on one side, which belongs to the value', lines: ['id="1'], value: '"1' },
    { name: 'a lone quote', lines: ['id="'], value: '"' },
    { name: 'an = in the value', lines: ['id=a=b'], value: 'a=b' },
    { name: 'blanks around the pair', lines: ['a=0;\t id=1 \t; b=2'], value: '1' },
    { name: 'no blank after the semicolon', lines: ['a=0;id=1'], value: '1' },
    { name: 'empty pieces', lines: [';; ;id=1;'], value: '1' },
    {
      name: 'a semicolon in quotes, which ends the cookie all the same',
      lines: ['a="; id=1; "'],
      value: '1',
    },
    { name: 'a name in another case', lines: ['ID=1'], value: null },
    { name: 'a name that only begins alike', lines: ['id2=1'], value: null },
    { name: 'a name that only ends alike', lines: ['xid=1'], value: null },
    { name: 'a name before a blank', lines: ['id =1'], value: null },
    { name: 'a piece without =', lines: ['id'], value: null },
    { name: 'a name at the end of the line', lines: ['a=0; id'], value: null },
    { name: 'a value that looks like a pair', lines: ['a=id=1'], value: null },
    { name: 'no cookies', lines: [], value: null },
  ])('reads $name', ({ lines, value }) => {
    const headers = ['Host', 'a', ...lines.flatMap((line) => ['cOOkie', line])];
    expect(findCookie(headers, 'id', (found) => found)).toBe(value);
  });

  test('goes on to the next one while none is accepted', () => {
    const headers = ['Cookie', 'id=1; id=2', 'Cookie', 'id=3; id=4'];
    expect(findCookie(headers, 'id', (value) => (value === '3' ? 'found' : null))).toBe('found');
    expect(findCookie(headers, 'id', () => null)).toBeNull();
  });

  test('does not look at other fields', () => {
    expect(findCookie(['X-Cookie', 'id=1', 'Set-Cookie', 'id=1'], 'id', (value) => value)).toBeNull();
  });
});
