import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { thisReplica } from './replica.ts';

it('names the replica after its pod, and else after the machine', () => {
  expect(thisReplica('1.2.3', { HOSTNAME: 'hostler-5d9c-x2x' })).toEqual({
    name: 'hostler-5d9c-x2x',
    pid: process.pid,
    startedAt: new Date(performance.timeOrigin).toISOString(),
    version: '1.2.3',
  });
  expect(thisReplica('1.2.3', {}).name).toBe(hostname());
  expect(thisReplica('1.2.3', { HOSTNAME: '' }).name).toBe(hostname());
});
