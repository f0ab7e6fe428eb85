import { describe, expect, test } from 'vitest';
import { createHashKey } from './hash-key.ts';
import { murmur3 } from './murmur3.ts';
import { clientAt, requestOf } from './testing/requests.ts';

const client = clientAt('198.51.100.7');

describe('the hash of a path', () => {
  const hash = createHashKey({ kind: 'path' });

  test.each([
    { name: 'a path', target: '/a/b', key: '/a/b' },
    { name: 'a path before a query', target: '/a/b?c=/d', key: '/a/b' },
    { name: 'escapes as they are', target: '/%61', key: '/%61' },
    { name: 'the path of an absolute target', target: 'http://shop.test/a?b', key: '/a' },
    { name: 'an absolute target without path', target: 'http://shop.test', key: '/' },
  ])('is of $name', ({ target, key }) => {
    expect(hash(requestOf({ target }), client)).toBe(murmur3(key));
  });

  test('is none for a target without path', () => {
    expect(hash(requestOf({ method: 'OPTIONS', target: '*' }), client)).toBeNull();
  });
});

describe('the hash of a query parameter', () => {
  const hash = createHashKey({ kind: 'query', name: 'id' });

  test.each([
    { name: 'the only one', target: '/?id=42', key: '42' },
    { name: 'one among others', target: '/?a=1&id=42&b=2', key: '42' },
    { name: 'the first of two', target: '/?id=42&id=43', key: '42' },
    { name: 'an empty one', target: '/?id=&b', key: '' },
    { name: 'one without =', target: '/?a&id&b', key: '' },
    { name: 'the last one without =', target: '/?id', key: '' },
    { name: 'escapes as they are', target: '/?id=%34%32', key: '%34%32' },
    { name: 'a value with = and ?', target: '/?id=a=b?c', key: 'a=b?c' },
    { name: 'an absolute target', target: 'http://shop.test/?id=42', key: '42' },
  ])('is of $name', ({ target, key }) => {
    expect(hash(requestOf({ target }), client)).toBe(murmur3(key));
  });

  test.each([
    { name: 'there is no query', target: '/id=42' },
    { name: 'the query is empty', target: '/?' },
    { name: 'names only begin alike', target: '/?id2=42&idx' },
    { name: 'names only end alike', target: '/?xid=42' },
    { name: 'the name is in another case', target: '/?ID=42' },
  ])('is none when $name', ({ target }) => {
    expect(hash(requestOf({ target }), client)).toBeNull();
  });
});

describe('the hash of a header field', () => {
  const hash = createHashKey({ kind: 'header', name: 'X-Tenant' });

  test('is of the first line, whatever the case of its name', () => {
    expect(hash(requestOf({ headers: ['x-tenant', 'Blue', 'X-TENANT', 'red'] }), client)).toBe(
      murmur3('Blue'),
    );
  });

  test('is none without the field', () => {
    expect(hash(requestOf({ headers: ['X-Tenant-Id', 'blue'] }), client)).toBeNull();
  });
});

describe('the hash of a cookie', () => {
  const hash = createHashKey({ kind: 'cookie', name: 'session' });

  test('is of its value', () => {
    expect(hash(requestOf({ headers: ['Cookie', 'a=1; session=abc'] }), client)).toBe(murmur3('abc'));
  });

  test('is none without the cookie', () => {
    expect(hash(requestOf({ headers: ['Cookie', 'a=1'] }), client)).toBeNull();
  });
});

test('the hash of a client is of its address, not of the peer that passed it on', () => {
  expect(createHashKey({ kind: 'client' })(requestOf({}), client)).toBe(murmur3('198.51.100.7'));
});
