import { expect, test } from 'vitest';
import type { RequestBody } from './attempt.ts';
import { requestHead } from './request-head.ts';

const cases: { name: string; body: RequestBody; framing: string }[] = [
  { name: 'nothing when there is no body', body: { kind: 'none' }, framing: '' },
  { name: 'a length, 0 too', body: { kind: 'length', length: 0 }, framing: 'Content-Length: 0\r\n' },
  {
    name: 'a length in digits, however large',
    body: { kind: 'length', length: 2 ** 53 - 1 },
    framing: 'Content-Length: 9007199254740991\r\n',
  },
  { name: 'chunks', body: { kind: 'chunked' }, framing: 'Transfer-Encoding: chunked\r\n' },
];

test.each(cases)('announces $name', ({ body, framing }) => {
  const headers = ['Host', 'a.example'];

  expect(requestHead({ method: 'POST', target: '/', headers, body })).toBe(
    `POST / HTTP/1.1\r\nHost: a.example\r\n${framing}\r\n`,
  );
  expect(headers).toEqual(['Host', 'a.example']);
});
