import { expect, it } from 'vitest';
import { hostHeader } from './host-header.ts';

it.each([
  ['the word client', 'client', 'client'],
  ['the word endpoint', 'endpoint', 'endpoint'],
  ['a name', 'Legacy.Internal', { name: 'legacy.internal' }],
  ['a name with a port', 'legacy.internal:8443', { name: 'legacy.internal:8443' }],
  ['an IPv6 address', '::1', { name: '[::1]' }],
  ['an IPv6 address with a port', '[::1]:80', { name: '[::1]:80' }],
  ['an IPv6 address that ends like a port', '::1:80', { name: '[::1:80]' }],
])('takes %s', (_name, value, expected) => {
  expect(hostHeader.parse(value)).toEqual({ ok: true, value: expected });
});

it.each([
  'http://x',
  'a b',
  'x:0',
  'x:65536',
  'x:',
  ':80',
  'x/y',
  'a\r\nX-Injected: 1',
  '*.example.com',
  '',
  true,
  1,
  undefined,
])('refuses %j', (value) => {
  expect(hostHeader.parse(value)).toEqual({
    ok: false,
    fix: 'write client, endpoint, or one host with or without a port',
  });
});
