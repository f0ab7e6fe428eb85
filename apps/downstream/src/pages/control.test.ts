import { expect, test } from 'vitest';
import { order, startInstance } from '../testing/start-instance.ts';

test('tells the condition', async () => {
  const { instance, url } = await startInstance({ instance: 'i-1' });
  expect(await (await fetch(`${url}/_control`)).json()).toEqual({ instance: 'i-1', state: 'up' });
  instance.control({ state: 'erroring', errorRate: 0.5, for: '1s' });
  expect(await (await fetch(`${url}/_control`)).json()).toEqual({
    instance: 'i-1',
    state: 'erroring',
    errorRate: 0.5,
    status: 503,
    until: '2026-01-01T00:00:01.000Z',
  });
});

test('answers an order with the condition it made', async () => {
  const { url } = await startInstance({ instance: 'i-1' });
  const response = await order(url, { state: 'slow', delay: '250ms' });
  expect(await response.json()).toEqual({ instance: 'i-1', state: 'slow', delayMs: 250 });
});

test.each([
  { name: 'another method', init: { method: 'PUT' }, status: 405 },
  { name: 'no content type', init: { method: 'POST', body: '{"state":"down"}' }, status: 415 },
  {
    name: 'the type of a form',
    init: {
      method: 'POST',
      body: 'state=down',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    },
    status: 415,
  },
  {
    name: 'broken JSON',
    init: { method: 'POST', body: '{"state":', headers: { 'Content-Type': 'application/json' } },
    status: 400,
  },
  {
    name: 'too long an order',
    init: {
      method: 'POST',
      body: `{"state":"down"${' '.repeat(16 * 1024)}}`,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
    },
    status: 400,
  },
])('answers $status to $name and leaves the condition as it is', async ({ init, status }) => {
  const { url } = await startInstance();
  expect((await fetch(`${url}/_control`, init)).status).toBe(status);
  expect(await (await fetch(`${url}/_control`)).json()).toMatchObject({ state: 'up' });
});

test.each(['/_control', '/_stats'])('hides %s from requests that came through a proxy', async (path) => {
  const { url } = await startInstance();
  const response = await fetch(`${url}${path}`, { headers: { Via: '1.1 hostler' } });
  expect(response.status).toBe(404);
});

test('shows them when it was started for that', async () => {
  const { url } = await startInstance({ remoteControl: true });
  const response = await fetch(`${url}/_stats`, { headers: { Via: '1.1 hostler' } });
  expect(response.status).toBe(200);
});
