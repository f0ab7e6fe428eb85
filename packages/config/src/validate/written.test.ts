import { expect, it } from 'vitest';
import { Written } from './written.ts';

const proxy = {
  defaults: { timeouts: { connect: '1s' }, limits: { queue: false } },
  services: [{}, { timeouts: { request: '5s' }, retry: undefined }],
};
const written = new Written(proxy, 1);

it('knows what the service says itself, and what the defaults do', () => {
  expect(written.has('timeouts', 'request')).toBe(true);
  expect(written.has('timeouts', 'connect')).toBe(false);
  expect(written.anywhere('timeouts', 'connect')).toBe(true);
  expect(written.has('retry')).toBe(false);
  expect(written.anywhere('limits', 'queue', 'size')).toBe(false);
});

it.each([
  ['what the service has', [['timeouts', 'request']], ['proxy', 'services', 1, 'timeouts', 'request']],
  [
    'what the service has, before what only the defaults have',
    [
      ['timeouts', 'connect'],
      ['timeouts', 'request'],
    ],
    ['proxy', 'services', 1, 'timeouts', 'request'],
  ],
  ['what the defaults have', [['timeouts', 'connect']], ['proxy', 'defaults', 'timeouts', 'connect']],
  ['where it would stand', [['timeouts', 'idle']], ['proxy', 'services', 1, 'timeouts', 'idle']],
] as const)('points at %s', (_name, candidates, path) => {
  expect(written.pathOf(candidates[0], ...candidates.slice(1))).toEqual(path);
});
