import { expect, test } from 'vitest';
import { Startup } from './startup.ts';

const PLAN = { listenPort: 8080, adminPort: 9901, services: [{ name: 'cart', domains: [], ports: [9093] }] };

test('is complete when the last listener has spoken, and only then', () => {
  const startup = new Startup(PLAN);
  expect(startup.take({ msg: 'listening', listener: 'admin', port: 9901 })).toBe(false);
  expect(startup.take({ msg: 'listening', instance: 'cart-9093', port: 9093, pid: 7 })).toBe(false);
  expect(startup.missing).toEqual(['the proxy']);
  expect(startup.take({ msg: 'request', port: 8080 })).toBe(false);
  expect(startup.take({ msg: 'listening', listener: 'main', port: 8080 })).toBe(true);
  expect(startup.take({ msg: 'listening', listener: 'main', port: 8080 })).toBe(false);
  expect(startup.pids.get(9093)).toBe(7);
});
