import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkContender } from './check.ts';
import { createLauncher } from './os/launcher.ts';
import { startUpstream } from './upstream/start.ts';
import type { Upstream } from './upstream/start.ts';

const BARE = { routesByHost: false, balances: false, accessLog: false };

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return address.port;
}

describe('checkContender', () => {
  let upstream: Upstream;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'hostler-bench-test-'));
    upstream = await startUpstream(createLauncher(null), directory, 1);
  });

  afterAll(async () => {
    await upstream.stop();
    rmSync(directory, { recursive: true });
  });

  test('is content with a port that answers like the upstream, here the upstream itself', async () => {
    expect(await checkContender(upstream.ports[0], BARE, 1)).toBeNull();
  });

  test('finds that a contender does not route by Host', async () => {
    expect(await checkContender(upstream.ports[0], { ...BARE, routesByHost: true }, 1)).toBe(
      'a request for another Host reached upstream-1',
    );
  });

  test('finds that a contender does not balance', async () => {
    expect(await checkContender(upstream.ports[0], { ...BARE, balances: true }, 3)).toBe(
      'only upstream-1 of 3 instances got requests',
    );
  });

  test('finds a wrong status', async () => {
    const port = await serve((_request, response) => response.writeHead(502).end());
    expect(await checkContender(port, BARE, 1)).toBe('Small GET (100 B): status 502');
  });

  test('finds a body that is not the one of the upstream', async () => {
    const port = await serve((_request, response) => response.end('hello'));
    expect(await checkContender(port, BARE, 1)).toBe(
      "Small GET (100 B): a body of 5 bytes that is not the upstream's 100",
    );
  });
});
