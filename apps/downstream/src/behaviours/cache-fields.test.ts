import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';
import { etag, lastModified } from './cache-fields.ts';

test('sends the cache fields asked for', async () => {
  const { url } = await startInstance();
  const asked = 'cache-control=max-age=60,+public&etag=v1&last-modified=2026-01-31&vary=Accept-Language';
  const { headers } = await fetch(`${url}/?${asked}`);
  expect(headers.get('cache-control')).toBe('max-age=60, public');
  expect(headers.get('etag')).toBe('"v1"');
  expect(headers.get('last-modified')).toBe('Sat, 31 Jan 2026 00:00:00 GMT');
  expect(headers.get('vary')).toBe('Accept-Language');
});

test('sends none of them by itself', async () => {
  const { url } = await startInstance();
  const { headers } = await fetch(url);
  for (const name of ['cache-control', 'etag', 'last-modified', 'vary']) expect(headers.get(name)).toBeNull();
});

test.each([
  { text: 'v1', tag: '"v1"' },
  { text: '"v1"', tag: '"v1"' },
  { text: 'W/"v1"', tag: 'W/"v1"' },
  { text: '', tag: '""' },
])('takes $text for the entity tag $tag', ({ text, tag }) => {
  expect(etag.parse([text])).toEqual({ value: tag });
});

test.each(['a"b', '"a', 'a b'])('takes %s for no entity tag', (text) => {
  expect(etag.parse([text])).toEqual({ expected: 'an entity tag' });
});

test.each(['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.900Z', 'Sat, 31 Jan 2026 12:00:00 GMT'])(
  'reads %s to the second',
  (text) => {
    expect(lastModified.parse([text])).toEqual({ value: Date.UTC(2026, 0, 31, 12) });
  },
);

test.each(['yesterday', '2026', '2026-13-01', '1769860800'])('takes %s for no date', (text) => {
  expect(lastModified.parse([text])).toEqual({
    expected: 'a date such as 2026-01-31, 2026-01-31T12:00:00Z or an HTTP date',
  });
});
