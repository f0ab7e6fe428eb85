import { expect, it } from 'vitest';
import { cookieName } from './field-name.ts';

it.each(['shop_instance', 'hostler_my-service.v2', '__Host-shop'])('takes the cookie %s', (name) => {
  expect(cookieName.parse(name)).toEqual({ ok: true, value: name });
});

it.each(['', 'a b', 'a=b', 'a;b', 'café', 'a\n', 'x'.repeat(129), 7, null])(
  'refuses the cookie %j',
  (name) => {
    expect(cookieName.parse(name)).toEqual({ ok: false, fix: 'write a name such as shop_instance' });
  },
);
