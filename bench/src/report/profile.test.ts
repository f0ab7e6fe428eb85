import { expect, test } from 'vitest';
import { hottest, parseCpuProfile } from './profile.ts';

const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });

const PROFILE = {
  nodes: [
    { id: 1, callFrame: frame('(idle)') },
    { id: 2, callFrame: frame('route', 'file:///work/apps/proxy/dist/main.js', 41) },
    { id: 3, callFrame: frame('', 'node:net', 9) },
    // The same function again, called from elsewhere.
    { id: 4, callFrame: frame('route', 'file:///work/apps/proxy/dist/main.js', 41) },
  ],
  samples: [1, 2, 3, 4],
  timeDeltas: [5_000, 300, 200, 500],
};

test('adds the self time of a function over all its callers and leaves idle time out', () => {
  expect(hottest(PROFILE, 10)).toEqual([
    { name: 'route proxy/dist/main.js:42', share: 0.8 },
    { name: '(anonymous) node:net:10', share: 0.2 },
  ]);
});

test('stops at the wanted number', () => {
  expect(hottest(PROFILE, 1)).toHaveLength(1);
});

test('refuses a file that is no profile', () => {
  expect(() => parseCpuProfile('{"nodes":[]}')).toThrow('not a V8 CPU profile');
});
