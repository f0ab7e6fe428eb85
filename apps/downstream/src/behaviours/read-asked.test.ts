import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';

test.each([
  { name: 'the query', target: '/?status=418', field: undefined },
  { name: 'the X-Behave field', target: '/', field: 'status=418' },
  { name: 'several in the field', target: '/', field: ' delay=0s ;status=418; chunked ' },
  { name: 'the field over the query', target: '/?status=200', field: 'status=418' },
])('reads $name', async ({ target, field }) => {
  const { url, clock } = await startInstance();
  const answering = fetch(`${url}${target}`, { headers: field === undefined ? {} : { 'X-Behave': field } });
  if (field?.includes('delay') === true) {
    await clock.sleeping(0);
    clock.advance(0);
  }
  expect((await answering).status).toBe(418);
});

test('reads escapes in the field as in a query', async () => {
  const { url } = await startInstance();
  const response = await fetch(url, {
    headers: { 'X-Behave': 'header=Set-Cookie:a=1%3B+Path=/; header=X-One:1' },
  });
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/']);
  expect(response.headers.get('x-one')).toBe('1');
});

test('leaves names that it does not know in a query alone', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?page=2&__proto__=1&toString=2`);
  expect(response.status).toBe(200);
});

test('tells everything that is wrong at once', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=lots&size=more&reset=now`, {
    headers: { 'X-Behave': 'dealy=2s; hang=1; truncate' },
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    error: 'this cannot be asked for',
    problems: [
      expect.stringMatching(/^X-Behave: no behaviour is called 'dealy'; there are delay, status, /),
      "size: got 'lots', 'more', expected to be given once",
      "reset: got 'now', expected before, or middle (of the body)",
      'hang and truncate: ask for one of them',
    ],
  });
});

test.each(['reset&hang', 'close-delimited&chunked', 'close-delimited&trailers', 'close-delimited&truncate'])(
  'refuses %s, which contradict each other',
  async (query) => {
    const { url } = await startInstance();
    expect((await fetch(`${url}/?${query.replaceAll('&', '=1&')}=1`)).status).toBe(400);
  },
);

test('takes 0 for off', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=3&truncate=0&chunked=0`);
  expect(response.headers.get('content-length')).toBe('3');
  expect(await response.text()).toBe('!"#');
});
