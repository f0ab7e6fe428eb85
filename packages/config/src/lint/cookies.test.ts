import { expect, it } from 'vitest';
import { serviceOfItsOwn, warningLines, withServices } from '../test-support.ts';

function sticky(one: string, other: string, cookie: string): string {
  const text = withServices(
    serviceOfItsOwn('shop', one),
    serviceOfItsOwn('cart', `${other}, loadBalancing: {sticky: {}}`),
  );
  return text.replace(
    'proxy:\n',
    `proxy:\n  secret: 0123456789abcdef\n  defaults: {loadBalancing: {sticky: ${cookie}}}\n`,
  );
}

it('tells of services on one host that overwrite each other’s cookie', () => {
  const text = sticky('domain: a.example', 'domain: a.example, path: /cart', '{cookie: instance}');
  expect(warningLines(text)).toEqual([
    'f:3:47 proxy.defaults.loadBalancing.sticky.cookie: service "shop" sets the cookie instance on a.example too: ' +
      "each would overwrite the other's. Fix: give each service a cookie of its own, or remove cookie: its name is the default",
  ]);
});

it.each([
  ['on hosts of their own', 'domain: a.example', 'domain: b.example', '{cookie: instance}'],
  ['named after the services', 'domain: a.example', 'domain: a.example, path: /cart', '{}'],
])('says nothing of cookies %s', (_name, one, other, cookie) => {
  expect(warningLines(sticky(one, other, cookie))).toEqual([]);
});
