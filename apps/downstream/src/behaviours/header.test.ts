import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';
import { header } from './header.ts';

test('adds fields, also several of one name', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?header=X-One:1&header=Set-Cookie:a=1&header=set-cookie:+b=2;+Path=/`);
  expect(response.headers.get('x-one')).toBe('1');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2; Path=/']);
});

test('puts a field in the place of a default one', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=1&header=Content-Type:image/png`);
  expect(response.headers.get('content-type')).toBe('image/png');
});

test.each([
  { name: 'no colon', value: 'X-One' },
  { name: 'no name', value: ':1' },
  { name: 'a name with a space', value: 'X One:1' },
  { name: 'a value with a line break', value: 'X-One:1\r\nX-Two:2' },
])('refuses $name', ({ value }) => {
  expect(header.parse([value])).toEqual({ expected: 'Name:Value with a valid name and value' });
});

test.each(['Content-Length', 'transfer-encoding', 'Trailer'])(
  'refuses %s, which would lie about the body',
  (name) => {
    expect(header.parse([`${name}:5`])).toEqual({
      expected: `another field than ${name}, which frames the body: see chunked and truncate`,
    });
  },
);
