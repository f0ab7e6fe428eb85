import { expect, it } from 'vitest';
import { hashOn } from './hash-on.ts';

it.each([
  ['client', { kind: 'client' }],
  ['path', { kind: 'path' }],
  ['header:X-Tenant', { kind: 'header', name: 'x-tenant' }],
  ['cookie:Cart', { kind: 'cookie', name: 'Cart' }],
  ['query:id', { kind: 'query', name: 'id' }],
  ['query:a:b', { kind: 'query', name: 'a:b' }],
])('reads %s', (written, value) => {
  expect(hashOn.parse(written)).toEqual({ ok: true, value });
});

it.each([
  ['header', 'add the name after the colon, as in header:id'],
  ['cookie:', 'add the name after the colon, as in cookie:id'],
  ['header:x tenant', 'use a name of letters, digits and hyphens'],
  ['query:a=b', 'write the name of the parameter as it stands in the query, without "=", "&" and spaces'],
  ['Client', 'did you mean client?'],
  ['headers:x-tenant', 'did you mean header:x-tenant?'],
  ['cokie', 'did you mean cookie:NAME?'],
  ['source-address', 'write one of client, path, header:x-tenant, cookie:cart or query:id'],
  [7, 'write one of client, path, header:x-tenant, cookie:cart or query:id'],
])('refuses %j', (written, fix) => {
  expect(hashOn.parse(written)).toEqual({ ok: false, fix });
});
