import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';

test.each([
  { path: '/healthz', answer: { status: 'ok', instance: 'i-1' } },
  { path: '/readyz', answer: { status: 'ready', reason: 'up', instance: 'i-1' } },
])('$path answers 200, whatever the request asks for', async ({ path, answer }) => {
  const { url } = await startInstance({ instance: 'i-1' });
  const response = await fetch(`${url}${path}?status=500&delay=60s`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(answer);
});
