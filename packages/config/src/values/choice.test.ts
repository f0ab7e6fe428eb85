import { expect, it } from 'vitest';
import { choice } from './choice.ts';

const colour = choice(['red', 'dark-green'], ['blue']);

it('takes each of its words', () => {
  expect(colour.parse('red')).toEqual({ ok: true, value: 'red' });
  expect(colour.parse('dark-green')).toEqual({ ok: true, value: 'dark-green' });
});

it.each([
  ['a typing mistake', 'darkgren', 'did you mean dark-green?'],
  ['another spelling', 'Dark_Green', 'did you mean dark-green?'],
  ['a word that is like none', 'yellow', 'write one of red, dark-green'],
  ['something that is no word', 3, 'write one of red, dark-green'],
  ['nothing', undefined, 'write one of red, dark-green'],
])('refuses %s', (_name, value, fix) => {
  expect(colour.parse(value)).toEqual({ ok: false, fix });
});

it('tells what is not built yet from what is unknown', () => {
  expect(colour.parse('blue')).toEqual({ ok: false, fix: 'use one of red, dark-green', notBuiltYet: true });
});
