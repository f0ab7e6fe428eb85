import { describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { NODE_PEERS, REFERENCE } from './contenders/peers.ts';
import { builtInLoad } from './load/built-in.ts';
import { createLauncher } from './os/launcher.ts';
import { rotate, run } from './run.ts';

const UNPINNED = { proxy: null, load: null, description: 'nothing is pinned' };

/** Warm after any number of requests: only that it works is tested here. */
const COLD_CASES = CASES.map((benchCase) => ({ ...benchCase, warmUpRequests: 1 }));

describe.skipIf(process.platform !== 'linux')('a run', () => {
  test('checks and measures bare http-proxy-middleware in all cases without an error', async () => {
    const { samples, failures } = await run({
      contenders: NODE_PEERS.filter(({ name }) => name === REFERENCE),
      cases: COLD_CASES,
      rounds: 1,
      seconds: 1,
      warmUpSeconds: 1,
      attempts: 1,
      pinning: UNPINNED,
      load: builtInLoad(createLauncher(null)).load,
      profileDirectory: null,
      progress: () => {},
    });
    expect(failures).toEqual(new Map());
    expect(
      samples.map((sample) => [sample.contender, sample.case, sample.badStatuses, sample.socketErrors]),
    ).toEqual(CASES.map(({ name }) => [REFERENCE, name, 0, 0]));
    for (const sample of samples) {
      expect(sample.requests).toBeGreaterThan(0);
      expect(sample.cpuUsPerRequest).toBeGreaterThan(0);
      expect(sample.peakRssKib).toBeGreaterThan(0);
    }
  }, 60_000);

  test('leaves out a contender that does not start, and says why', async () => {
    const lines: string[] = [];
    const { samples, failures } = await run({
      contenders: [
        {
          name: 'broken',
          setup: 'fails at once',
          features: { routesByHost: false, balances: false, accessLog: false },
          unavailable: () => null,
          version: () => 'broken 1',
          start: () => Promise.reject(new Error('no config')),
        },
      ],
      cases: CASES,
      rounds: 1,
      seconds: 1,
      warmUpSeconds: 1,
      attempts: 1,
      pinning: UNPINNED,
      load: () => Promise.reject(new Error('must not be loaded')),
      profileDirectory: null,
      progress: (line) => lines.push(line),
    });
    expect(samples).toEqual([]);
    expect(failures).toEqual(new Map([['broken', 'Error: no config']]));
    expect(lines).toEqual(['broken does not take part in round 1: Error: no config']);
  });
});

test('gives another contender the first turn in each round', () => {
  expect([0, 1, 2, 3].map((by) => rotate(['a', 'b', 'c'], by).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ]);
});
