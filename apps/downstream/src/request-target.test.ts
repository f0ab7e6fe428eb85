import { expect, test } from 'vitest';
import { parseTarget } from './request-target.ts';

test.each([
  { name: 'a path', raw: '/basic', path: '/basic', query: '' },
  { name: 'a query with a second question mark', raw: '/a?b=1?c', path: '/a', query: 'b=1?c' },
  {
    name: 'escapes and dot segments as they are',
    raw: '/a%2F..//./b%zz?%41',
    path: '/a%2F..//./b%zz',
    query: '%41',
  },
  { name: 'the absolute form', raw: 'http://h:80/a?b', path: '/a', query: 'b' },
  { name: 'the absolute form without a path', raw: 'http://h', path: '/', query: '' },
  { name: 'the absolute form with a query alone', raw: 'http://h?b', path: '/', query: 'b' },
  { name: 'the asterisk form', raw: '*', path: '*', query: '' },
  { name: 'a path that begins like an authority', raw: '//h/a', path: '//h/a', query: '' },
])('takes $name apart', ({ raw, path, query }) => {
  expect(parseTarget(raw)).toEqual({ raw, path, query });
});
