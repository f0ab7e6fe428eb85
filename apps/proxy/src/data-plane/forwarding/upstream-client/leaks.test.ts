import { seededRandom } from '@hostler/test-kit';
import type { RawConnection } from '@hostler/test-kit';
import { expect, test } from 'vitest';
import { endpoint, okResponse } from './testing/exchange.ts';
import { eventually } from './testing/turns.ts';

/** What an endpoint may do to a request; the request names one of them in its target. */
const behaviours: Record<string, (connection: RawConnection) => Promise<void> | void> = {
  answer: (connection) => connection.write(okResponse),
  close: (connection) => connection.close(),
  end: (connection) => connection.end(),
  reset: (connection) => connection.reset(),
  silence: () => {},
  garbage: (connection) => connection.write('SSH-2.0-OpenSSH_9.6\r\n'),
  truncate: (connection) => connection.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  'reset-body': async (connection) => {
    await connection.write('HTTP/1.1 200 OK\r\n\r\nhalf');
    connection.reset();
  },
  'until-close': (connection) => connection.end('HTTP/1.1 200 OK\r\n\r\nwhole'),
  stall: (connection) => connection.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  refuse: (connection) => connection.write('HTTP/1.1 413 X\r\nContent-Length: 2\r\n\r\nno'),
  extra: (connection) => connection.write(`${okResponse}more`),
};

test('1,000 attempts of every outcome leave no socket, no timer and nothing counted behind', async () => {
  const before = openHandles();
  const random = seededRandom(7);
  const names = Object.keys(behaviours);
  const { clock, pool, upstream, request } = await endpoint(async (connection) => {
    for (;;) {
      const head = await connection.head();
      if (head.includes('Content-Length: 4')) await connection.bytes(4);
      await behaviours[/^[A-Z]+ \/([a-z-]+)/.exec(head)?.[1] ?? '']?.(connection);
    }
  });

  const outcomes = new Map<string, number>();
  for (let round = 0; round < 50; round++) {
    const batch = Array.from({ length: 20 }, () => {
      const name = names[Math.floor(random() * names.length)] ?? '';
      const hasBody = random() < 0.5;
      const { attempt, recorder } = request({
        method: hasBody ? 'POST' : 'GET',
        target: `/${name}`,
        body: hasBody ? { kind: 'length', length: 4 } : { kind: 'none' },
        fresh: random() < 0.2,
      });
      recorder.onEvent = (event) => {
        if (event === 'ready' && hasBody) attempt.write(Buffer.from('body'));
      };
      return { name, attempt, recorder };
    });
    // What never ends by itself is aborted, or runs into its timeout, each in half of the rounds.
    const endless = batch.filter(({ name }) => name === 'silence' || name === 'stall');
    await Promise.all(
      endless.map(({ name, recorder }) =>
        Promise.race([recorder.until(name === 'stall' ? 'chunk' : 'ready'), recorder.over()]),
      ),
    );
    const others = batch.filter((one) => !endless.includes(one));
    await Promise.all(others.map(({ recorder }) => recorder.over()));
    if (round % 2 === 0) {
      for (const { attempt } of endless) attempt.abort();
    } else {
      clock.advance(120_000);
    }
    for (const { recorder } of batch) {
      const outcome = recorder.failure?.code ?? (recorder.trailers === null ? 'aborted' : 'ended');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }

  expect([...outcomes.keys()].toSorted()).toEqual([
    'aborted',
    'connection_read_timeout',
    'connection_terminated',
    'ended',
    'http_protocol_error',
    'http_response_incomplete',
    'http_response_timeout',
  ]);
  expect(pool.stats.active + pool.stats.connecting).toBe(0);
  pool.close();
  await upstream.allClosed();
  expect({ stats: pool.stats, timers: clock.pending, open: upstream.open }).toEqual({
    stats: { idle: 0, active: 0, connecting: 0 },
    timers: 0,
    open: 0,
  });
  await upstream.close();
  await eventually(() => openHandles().length <= before.length);
  expect(openHandles()).toEqual(before);
});

/** Sockets and servers of this process, by what they are. */
function openHandles(): string[] {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'));
}
