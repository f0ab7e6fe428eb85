import { describe, expect, it } from 'vitest';
import { substitute } from './environment.ts';

const environment = { HOST: 'shop.internal', EMPTY: '', TRICKY: '${HOST} $$', UNSET: undefined };

describe('substitute', () => {
  it.each([
    ['text without variables', 'plain', 'plain'],
    ['a variable', '${HOST}', 'shop.internal'],
    ['variables inside text', 'a-${HOST}-${HOST}-b', 'a-shop.internal-shop.internal-b'],
    ['a variable with a default it does not need', '${HOST:-x}', 'shop.internal'],
    ['the default of an unset variable', '${NOBODY:-x}', 'x'],
    ['the default of an empty variable, as in a shell', '${EMPTY:-x}', 'x'],
    ['a variable that is present but undefined', '${UNSET:-x}', 'x'],
    ['an empty default', 'a${NOBODY:-}b', 'ab'],
    ['a default with punctuation', '${NOBODY:-http://x:80/?a=$1}', 'http://x:80/?a=$1'],
    ['an empty variable without default', 'a${EMPTY}b', 'ab'],
    ['an escaped dollar sign', '$${HOST}', '${HOST}'],
    ['an escaped dollar sign before a variable', '$$${HOST}', '$shop.internal'],
    ['a dollar sign before anything else', '$HOST costs 5$', '$HOST costs 5$'],
    ['what a variable holds only once', '${TRICKY}', '${HOST} $$'],
  ])('replaces %s', (_name, text, value) => {
    expect(substitute(text, environment)).toEqual({ ok: true, value });
  });

  it('asks for a variable that is not set', () => {
    expect(substitute('a ${NOBODY}', environment)).toEqual({
      ok: false,
      got: '${NOBODY}, which is not set',
      expected: 'a variable of the environment',
      fix: 'set NOBODY, or give it a default: ${NOBODY:-default}',
    });
  });

  it('finds no variable in what every object inherits', () => {
    expect(substitute('${toString}', environment).ok).toBe(false);
  });

  it.each([
    ['no name', '${}'],
    ['no closing brace', '${HOST'],
    ['a strange name', '${A-B}'],
    ['a name that begins with a digit', '${1}'],
    ['another operator of the shell', '${HOST:?oops}'],
    ['one variable inside another', '${NOBODY:-${HOST}}'],
  ])('refuses %s', (_name, text) => {
    expect(substitute(text, environment)).toMatchObject({
      ok: false,
      fix: 'name one variable between the braces, or write $$ for a dollar sign',
    });
  });
});
