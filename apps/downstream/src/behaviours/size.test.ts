import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';

test.each([
  { asked: '0', bytes: 0 },
  { asked: '1', bytes: 1 },
  { asked: '1MiB', bytes: 1_048_576 },
])('sends $bytes bytes of the pattern for size=$asked', async ({ asked, bytes }) => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=${asked}`);
  expect(response.headers.get('content-length')).toBe(String(bytes));
  const body = await response.bytes();
  expect(body.length).toBe(bytes);
  expect(body.every((byte, offset) => byte === 33 + (offset % 89))).toBe(true);
});

test('tells the length to a HEAD and sends no body', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=1MiB`, { method: 'HEAD' });
  expect(response.headers.get('content-length')).toBe('1048576');
  expect(await response.text()).toBe('');
});

test('refuses more than 256 MiB', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=257MiB`);
  expect(response.status).toBe(400);
});
