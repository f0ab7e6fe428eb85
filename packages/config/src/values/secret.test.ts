import { expect, it } from 'vitest';
import { secret } from './secret.ts';

it('takes text as it is', () => {
  expect(secret.parse('a/b+c=')).toEqual({ ok: true, value: 'a/b+c=' });
});

it('takes an empty one for none, as an unset variable gives it', () => {
  expect(secret.parse('')).toEqual({ ok: true, value: null });
});

it.each([
  ['a number, which may have lost its zeros', 1234, 'put it in quotes, or name a variable: ${NAME:-}'],
  ['nothing', undefined, 'put it in quotes, or name a variable: ${NAME:-}'],
  ['a space', 'a b', 'use letters, digits and signs only, such as the output of "openssl rand -hex 32"'],
  ['a line feed', 'a\n', 'use letters, digits and signs only, such as the output of "openssl rand -hex 32"'],
])('refuses %s', (_name, value, fix) => {
  expect(secret.parse(value)).toEqual({ ok: false, fix });
});
