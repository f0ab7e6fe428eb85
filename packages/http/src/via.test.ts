import { describe, expect, it } from 'vitest';
import { appendVia, isLoop } from './via.ts';

describe('appendVia', () => {
  it.each([
    { existing: null, expected: '1.1 hostler' },
    { existing: '', expected: '1.1 hostler' },
    { existing: '1.0 fred, 1.1 p.example.net', expected: '1.0 fred, 1.1 p.example.net, 1.1 hostler' },
  ])('writes itself behind "$existing"', ({ existing, expected }) => {
    expect(appendVia(existing, '1.1', 'hostler')).toBe(expected);
  });
});

describe('isLoop', () => {
  it.each([
    { name: 'no Via', headers: ['Host', 'hostler'], loop: false },
    { name: 'another proxy', headers: ['Via', '1.1 fred'], loop: false },
    { name: 'our name', headers: ['Via', '1.1 hostler'], loop: true },
    { name: 'our name in other case', headers: ['via', '1.1 HOSTLER'], loop: true },
    { name: 'our name among others', headers: ['Via', '1.0 fred,1.1  hostler , HTTP/1.1 joe'], loop: true },
    { name: 'our name with its protocol', headers: ['Via', 'HTTP/1.1 hostler'], loop: true },
    { name: 'our name in a second line', headers: ['Via', '1.0 fred', 'Via', '1.1 hostler'], loop: true },
    { name: 'our name and a comment', headers: ['Via', '1.1 hostler (a, b)'], loop: true },
    { name: 'our name and a comment without space', headers: ['Via', '1.1 hostler(a)'], loop: true },
    { name: 'our name as a part of another', headers: ['Via', '1.1 hostler2, 1.1 a-hostler'], loop: false },
    { name: 'our name with a port', headers: ['Via', '1.1 hostler:8080'], loop: false },
    { name: 'our name as a protocol', headers: ['Via', 'hostler fred'], loop: false },
    { name: 'our name in a comment', headers: ['Via', '1.1 fred (x, 1.1 hostler)'], loop: false },
    { name: 'our name in a nested comment', headers: ['Via', '1.1 fred (x (y), 1.1 hostler)'], loop: false },
    {
      name: 'an escaped parenthesis in a comment',
      headers: ['Via', String.raw`1.1 fred (\), 1.1 hostler)`],
      loop: false,
    },
    { name: 'our name after a comment', headers: ['Via', '1.1 fred (x), 1.1 hostler'], loop: true },
    { name: 'nothing but commas', headers: ['Via', ',,,'], loop: false },
  ])('$name: $loop', ({ headers, loop }) => {
    expect(isLoop(headers, 'hostler')).toBe(loop);
  });
});
