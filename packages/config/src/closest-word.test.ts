import { expect, it } from 'vitest';
import { closestWord } from './closest-word.ts';

const words = ['address', 'port', 'weight', 'stripPrefix', 'domain', 'domains'];

it.each([
  ['a missing letter', 'addres', 'address'],
  ['swapped letters', 'prot', 'port'],
  ['two letters of a long word', 'wieght', 'weight'],
  ['another case', 'PORT', 'port'],
  ['another style', 'strip_prefix', 'stripPrefix'],
  ['the nearer of two', 'domian', 'domain'],
  ['a plural', 'ports', 'port'],
  ['something else', 'healthCheck', null],
  ['no letters', '', null],
])('finds what %s means', (_name, typed, expected) => {
  expect(closestWord(typed, words)).toBe(expected);
});

it('has no answer among no words', () => {
  expect(closestWord('port', [])).toBeNull();
});
