import { expect, it } from 'vitest';
import { domain } from './domain.ts';

it.each([
  ['a name', 'shop.example.com', 'shop.example.com'],
  ['capitals and a trailing dot', 'Shop.Example.COM.', 'shop.example.com'],
  ['an international name', 'bücher.example', 'xn--bcher-kva.example'],
  ['one label', 'localhost', 'localhost'],
  ['an IPv4 address', '127.0.0.1', '127.0.0.1'],
  ['a bare IPv6 address', '::1', '[::1]'],
  ['a long spelling of an IPv6 address in brackets', '[2001:DB8:0::1]', '[2001:db8::1]'],
  ['a wildcard', '*.Example.com', '*.example.com'],
  ['a wildcard over one label', '*.test', '*.test'],
])('takes %s', (_name, value, canonical) => {
  expect(domain.parse(value)).toEqual({ ok: true, value: canonical });
});

it.each([
  ['a scheme', 'http://shop.example.com', 'leave out "http://": write the name alone'],
  ['a port', 'shop.example.com:8080', 'leave out the port: proxy.listen decides it'],
  ['a path', 'shop.example.com/api', 'write the name alone, and what follows it under path'],
  ['a star alone', '*', 'write default: true in the service that takes every other host'],
  [
    'a star in the middle',
    'a.*.example.com',
    'write "*." once, at the start: *.example.com is every name below example.com',
  ],
  [
    'a star as part of a label',
    '*shop.example.com',
    'write "*." once, at the start: *.example.com is every name below example.com',
  ],
  [
    'two stars',
    '*.*.example.com',
    'write "*." once, at the start: *.example.com is every name below example.com',
  ],
  ['a wildcard over an address', '*.127.0.0.1', 'leave out the "*.": an IP address has no subdomains'],
  ['a space', 'shop example.com', 'remove the spaces'],
  [
    'an empty label',
    'a..b',
    'use letters, digits and hyphens in parts of 1 to 63 characters with dots between them',
  ],
  [
    'no characters',
    '',
    'use letters, digits and hyphens in parts of 1 to 63 characters with dots between them',
  ],
  ['a list', ['a.example'], 'write one domain, or several under domains'],
  ['a number', 10, 'write the domain in quotes'],
  ['nothing', undefined, 'write the domain in quotes'],
])('refuses %s', (_name, value, fix) => {
  expect(domain.parse(value)).toEqual({ ok: false, fix });
});
