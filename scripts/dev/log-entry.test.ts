import { expect, test } from 'vitest';
import { renderLine } from './log-entry.ts';

test('shows a request in a few words', () => {
  const entry = {
    level: 'info',
    method: 'GET',
    host: 'my-service.my-company.com',
    path: '/basic?x=1',
    status: 200,
    durationMs: 1.25,
    endpoint: '127.0.0.1:9090',
    attempts: 1,
    msg: 'request',
  };
  expect(renderLine(JSON.stringify(entry))).toBe(
    'GET my-service.my-company.com/basic?x=1 -> 200 127.0.0.1:9090 1.25ms',
  );
});

test('shows what was tried and what went wrong', () => {
  const entry = {
    method: 'GET',
    host: 'a',
    path: '/',
    status: null,
    durationMs: 2,
    endpoint: null,
    attempts: 3,
    error: 'connection_refused',
    detail: null,
    msg: 'request',
  };
  expect(renderLine(JSON.stringify(entry))).toBe('GET a/ -> 2ms attempt 3 connection_refused');
});

test.each([
  {
    entry: { msg: 'listening', listener: 'main', address: '127.0.0.1', port: 8080 },
    shown: 'main listens on 127.0.0.1:8080',
  },
  {
    entry: { msg: 'listening', instance: 'cart-9093', address: '127.0.0.1', port: 9093 },
    shown: 'cart-9093 listens on 127.0.0.1:9093',
  },
])('shows a listener: $shown', ({ entry, shown }) => {
  expect(renderLine(JSON.stringify(entry))).toBe(shown);
});

test.each([
  {
    entry: { level: 'info', time: '2026', signal: 'SIGTERM', msg: 'shutting down' },
    shown: 'shutting down signal="SIGTERM"',
  },
  { entry: { level: 'warn', time: '2026', msg: 'beware' }, shown: 'warn beware' },
])('shows another entry without its JSON: $shown', ({ entry, shown }) => {
  expect(renderLine(JSON.stringify(entry))).toBe(shown);
});

test.each(['plain text', '{"no":"message"}', '{broken', '[1]'])('leaves %j as it is', (text) => {
  expect(renderLine(text)).toBe(text);
});
