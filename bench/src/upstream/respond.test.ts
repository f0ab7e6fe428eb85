import { expect, test } from 'vitest';
import { body, respond, sha256, wantsDigest } from './respond.ts';

const GET = { method: 'GET', path: '/bytes/100', receivedBytes: 0, receivedSha256: null };
const POST = { ...GET, method: 'POST', path: '/receive?expect=10', receivedBytes: 10 };

function answer(request: typeof GET): { status: string; head: string; content: string } {
  const [head = '', content = ''] = respond(request, 'upstream-2').toString('latin1').split('\r\n\r\n', 2);
  return { status: head.slice(9, 12), head, content };
}

test('answers with as many bytes as the path says, and with its name', () => {
  const { status, head, content } = answer(GET);
  expect({ status, content }).toEqual({ status: '200', content: body(100).toString() });
  expect(head).toContain('\r\nX-Instance: upstream-2\r\nContent-Length: 100');
});

test('says how much it received', () => {
  expect(answer(POST)).toMatchObject({ status: '200', content: '{"bytes":10,"sha256":null}' });
});

test('answers 400 to a body that is not as long as the path says', () => {
  expect(answer({ ...POST, receivedBytes: 9 }).status).toBe('400');
});

test('answers 404 to all else', () => {
  expect(answer({ ...GET, path: '/favicon.ico' }).status).toBe('404');
});

test.each([
  { path: '/receive?expect=1&digest', wanted: true },
  { path: '/receive?digest', wanted: true },
  { path: '/receive?digester=1', wanted: false },
  { path: '/digest', wanted: false },
])('wants a digest for $path: $wanted', ({ path, wanted }) => {
  expect(wantsDigest(path)).toBe(wanted);
});

test('makes a body in which a lost byte shows', () => {
  expect(sha256(body(1_000).subarray(1))).not.toBe(sha256(body(999)));
});
