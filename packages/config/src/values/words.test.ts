import { describe, expect, it } from 'vitest';
import { pseudonym, serviceName } from './words.ts';

describe('serviceName', () => {
  it.each(['shop', 'my-service', '1st', 'a.b_c', 'x'.repeat(100)])('takes %s', (value) => {
    expect(serviceName.parse(value)).toEqual({ ok: true, value });
  });

  it.each([
    ['a space', 'my service', 'write my-service'],
    ['surrounding spaces', ' shop ', 'write shop'],
    ['quotes', '"', 'write a name such as my-service'],
    ['a leading hyphen', '-a', 'write a name such as my-service'],
    ['101 characters', 'x'.repeat(101), 'write a name such as my-service'],
    ['no characters', '', 'write a name such as my-service'],
    ['a line break', 'a\nb', 'write a-b'],
    ['a number', 1, 'write the name in quotes'],
  ])('refuses %s', (_name, value, fix) => {
    expect(serviceName.parse(value)).toEqual({ ok: false, fix });
  });
});

describe('pseudonym', () => {
  it('begins with a letter, as tokens of Proxy-Status do', () => {
    expect(pseudonym.parse('hostler-eu.1')).toEqual({ ok: true, value: 'hostler-eu.1' });
    expect(pseudonym.parse('1st')).toEqual({ ok: false, fix: 'write a name such as hostler' });
  });
});
