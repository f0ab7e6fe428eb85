import { FakeClock, rawUpstream } from '@hostler/test-kit';
import type { ConnectionScript, RawUpstream } from '@hostler/test-kit';
import { afterEach } from 'vitest';
import type { Attempt, AttemptTimeouts, UpstreamRequest } from '../attempt.ts';
import { ConnectionPool } from '../connection-pool.ts';
import type { ConnectionPoolOptions } from '../connection-pool.ts';
import { Recorder } from './recorder.ts';

/** The defaults of the configuration. */
const timeouts: AttemptTimeouts = {
  connectMs: 2_000,
  responseHeaderMs: 30_000,
  idleMs: 60_000,
  tunnelMs: 3_600_000,
};

/** What a test may set about a request; the rest makes a small GET. */
export interface RequestOptions extends Partial<UpstreamRequest> {
  readonly fresh?: boolean;
  readonly timeouts?: Partial<AttemptTimeouts>;
}

/** A pool on a fake clock, and the endpoint it leads to. */
export interface PoolUnderTest {
  readonly pool: ConnectionPool;
  readonly clock: FakeClock;
  /** Opens an attempt whose handler records. */
  readonly request: (
    options?: RequestOptions,
    recorder?: Recorder,
  ) => { attempt: Attempt; recorder: Recorder };
}

const cleanUp: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

/** Runs at the end of the test, last added first. */
export function atEnd(step: () => Promise<void> | void): void {
  cleanUp.push(step);
}

/** A pool for an address, destroyed at the end of the test. */
export function poolFor(options: Omit<ConnectionPoolOptions, 'clock'>): PoolUnderTest {
  const clock = new FakeClock();
  const pool = new ConnectionPool({ ...options, clock });
  atEnd(() => pool.destroy());
  return {
    pool,
    clock,
    request: (requestOptions = {}, recorder = new Recorder()) => {
      const { fresh = false, timeouts: changed, ...request } = requestOptions;
      const attempt = pool.open(
        { method: 'GET', target: '/', headers: ['Host', 'a.example'], body: { kind: 'none' }, ...request },
        recorder,
        { ...timeouts, ...changed },
        { fresh },
      );
      return { attempt, recorder };
    },
  };
}

/** An endpoint that runs a script on each connection, and a pool for it. */
export async function endpoint(
  script: ConnectionScript,
  options: Partial<ConnectionPoolOptions> = {},
): Promise<PoolUnderTest & { upstream: RawUpstream }> {
  const upstream = await rawUpstream(script);
  atEnd(() => upstream.close());
  return { upstream, ...poolFor({ address: upstream.address, port: upstream.port, ...options }) };
}

/** A script that answers every request on a connection with the same bytes. */
export function answering(response: string): ConnectionScript {
  return async (connection) => {
    for (;;) {
      await connection.head();
      await connection.write(response);
    }
  };
}

/** A complete response that leaves the connection open. */
export const okResponse = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
