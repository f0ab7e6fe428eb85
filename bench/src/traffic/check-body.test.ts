import { expect, test } from 'vitest';
import { checkBody } from './check-body.ts';
import type { RequestKind } from './kinds.ts';

const ECHO: RequestKind = {
  name: 'POST',
  weight: 1,
  method: 'POST',
  path: '/',
  bodyBytes: 10,
  answerBytes: null,
  idempotent: false,
  cut: false,
};
const PATTERN: RequestKind = { ...ECHO, answerBytes: 90 };

function echo(id: string, size: number): Buffer {
  return Buffer.from(JSON.stringify({ headers: { 'x-bench-id': id }, body: { size } }));
}

test.each([
  { name: 'takes the echo of the request', kind: ECHO, body: echo('a-1', 10), problem: null },
  {
    name: 'finds the answer to another one',
    kind: ECHO,
    body: echo('a-2', 10),
    problem: 'the answer to a-2',
  },
  {
    name: 'finds a body that did not all arrive',
    kind: ECHO,
    body: echo('a-1', 9),
    problem: '9 of 10 bytes arrived',
  },
  { name: 'finds something else', kind: ECHO, body: Buffer.from('<html>'), problem: 'no echo' },
  { name: 'takes the pattern', kind: PATTERN, body: Buffer.from(pattern()), problem: null },
  {
    name: 'finds a short pattern',
    kind: PATTERN,
    body: Buffer.from(pattern().slice(1)),
    problem: '89 bytes of another body',
  },
])('$name', ({ kind, body, problem }) => {
  expect(checkBody(kind, 'a-1', body)).toBe(problem);
});

/** All 89 printable characters from `!` on, and the first one again. */
function pattern(): string {
  return `${String.fromCharCode(...Array.from({ length: 89 }, (_, at) => 33 + at))}!`;
}
