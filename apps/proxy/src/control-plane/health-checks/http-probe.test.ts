import { FakeClock, closedPort, hangingPort, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { RawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../data-plane/forwarding/upstream-client/testing/turns.ts';
import { keep } from '../../testing/scene.ts';
import { answering, fieldLines, recording } from '../../testing/upstreams.ts';
import { createProbe } from './create-probe.ts';
import { checkedService } from './testing/checked-service.ts';

/** A probe that has begun, on a clock that stands still. */
function begin(
  { port }: { readonly port: number },
  healthCheck: object = {},
  settings: object = {},
): { clock: FakeClock; ended: Promise<string | null>; results: (string | null)[]; cancel: () => void } {
  const clock = new FakeClock();
  const { service, check } = checkedService({ path: '/healthz', ...healthCheck }, settings);
  const results: (string | null)[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<string | null>();
  const target = { address: '127.0.0.1', port, authority: `shop.internal:${port}` };
  const cancel = createProbe(
    service,
    check,
    clock,
  )(target, (error) => {
    results.push(error);
    resolve(error);
  });
  return { clock, ended, results, cancel };
}

/** An upstream that sends these bytes and keeps the connection open. */
function sending(bytes: string): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      await connection.write(bytes);
    }),
  );
}

function response(status: number, body = 'ok'): string {
  return `HTTP/1.1 ${status} Any\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

describe('the request', () => {
  it("is one of the service's first domain, and says who asks", async () => {
    const { upstream, heads } = await recording();
    expect(await begin(upstream).ended).toBe(null);
    const [head = ''] = heads;
    expect(head.split('\r\n')[0]).toBe('GET /healthz HTTP/1.1');
    expect(fieldLines(head, 'host')).toEqual(['Host: shop.test']);
    expect(fieldLines(head, 'connection')).toEqual(['Connection: close']);
    expect(fieldLines(head, 'user-agent')).toEqual([
      expect.stringMatching(/^User-Agent: hostler-health\/\d+\.\d+\.\d+$/),
    ]);
  });

  it.each([
    {
      name: 'the host that is set',
      check: { host: 'health.internal' },
      settings: {},
      host: /^Host: health\.internal$/,
    },
    {
      name: 'a wildcard without its star',
      check: {},
      settings: { domain: '*.shop.test' },
      host: /^Host: shop\.test$/,
    },
    {
      name: 'the first domain that is no wildcard',
      check: {},
      settings: { domain: undefined, domains: ['*.shop.test', 'www.shop.test', 'shop.test'] },
      host: /^Host: www\.shop\.test$/,
    },
    {
      name: 'its own name in a service without domains',
      check: {},
      settings: { domain: undefined, default: true },
      host: /^Host: shop\.internal:\d+$/,
    },
  ])('asks for $name', async ({ check, settings, host }) => {
    const { upstream, heads } = await recording();
    await begin(upstream, check, settings).ended;
    expect(fieldLines(heads[0] ?? '', 'host').join('\n')).toMatch(host);
  });

  it('goes out on a connection of its own each time, and leaves none behind', async () => {
    const { upstream } = await recording();
    await begin(upstream).ended;
    await begin(upstream).ended;
    await upstream.allClosed();
    expect(upstream.accepted).toBe(2);
  });

  it('says that a POST has no content', async () => {
    const { upstream, heads } = await recording();
    expect(await begin(upstream, { method: 'POST' }).ended).toBe(null);
    expect(fieldLines(heads[0] ?? '', 'content-length')).toEqual(['Content-Length: 0']);
  });

  it('may be a HEAD', async () => {
    const { upstream, heads } = await recording('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n');
    expect(await begin(upstream, { method: 'HEAD' }).ended).toBe(null);
    expect(heads[0]).toMatch(/^HEAD \/healthz /);
  });
});

describe('the verdict', () => {
  it.each([
    { name: 'passes with 200', bytes: response(200), check: {}, error: null },
    { name: 'passes with 204', bytes: 'HTTP/1.1 204 No\r\n\r\n', check: {}, error: null },
    { name: 'fails with 500', bytes: response(500), check: {}, error: 'status 500' },
    {
      name: 'fails with a redirect, which it does not follow',
      bytes: 'HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n',
      check: {},
      error: 'status 302',
    },
    {
      name: 'passes with a status that is expected',
      bytes: response(401),
      check: { expect: [401] },
      error: null,
    },
    {
      name: 'fails with 200 where that is not',
      bytes: response(200),
      check: { expect: [401] },
      error: 'status 200',
    },
    {
      name: 'looks past what comes before the final head',
      bytes: `HTTP/1.1 103 Early Hints\r\n\r\n${response(200)}`,
      check: {},
      error: null,
    },
    {
      name: 'passes with the text',
      bytes: response(200, 'all is well'),
      check: { expectBody: 'is w' },
      error: null,
    },
    {
      name: 'fails without the text',
      bytes: response(200, 'degraded'),
      check: { expectBody: 'all is well' },
      error: 'body: "all is well" is not in it',
    },
  ])('$name', async ({ bytes, check, error }) => {
    expect(await begin(await answering(bytes), check).ended).toEqual(error);
  });

  it('finds the text where two pieces meet', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nall is');
        await connection.write(' well');
      }),
    );
    expect(await begin(upstream, { expectBody: 'is well' }).ended).toBe(null);
  });

  it.each([
    { name: 'passes with what is in the first 64 KiB', at: 0, error: null },
    { name: 'fails with what comes after them', at: 65_536, error: 'body: "HERE" is not in it' },
  ])('$name, and reads no further', async ({ at, error }) => {
    const body = `${'x'.repeat(at)}HERE${'x'.repeat(200_000)}`;
    const upstream = await sending(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${body}`);
    expect(await begin(upstream, { expectBody: 'HERE' }).ended).toBe(error);
    await upstream.allClosed();
  });

  it('fails for a body that breaks off', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
      }),
    );
    expect(await begin(upstream).ended).toMatch(/^http_response_incomplete: /);
  });

  it('fails for what is no HTTP', async () => {
    expect(await begin(await answering('SSH-2.0-OpenSSH\r\n\r\n')).ended).toMatch(/^http_protocol_error: /);
  });

  it('fails where nothing listens', async () => {
    expect(await begin({ port: await closedPort() }).ended).toBe('refused');
  });

  it('fails for a reset', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.reset();
      }),
    );
    expect(await begin(upstream).ended).toBe('connection_terminated: ECONNRESET');
  });
});

describe('the timeout', () => {
  it('covers the time to connect', async () => {
    const hanging = await keep(hangingPort());
    const { clock, ended } = begin(hanging, { timeout: '2s' });
    clock.advance(2_000);
    expect(await ended).toBe('timeout: no connection within 2000 ms');
  });

  it('covers the wait for a response, and not a millisecond less', async () => {
    const upstream = await keep(silentUpstream());
    const { clock, ended, results } = begin(upstream, { timeout: '2s' });
    await eventually(() => upstream.connections[0]?.bytesReceived !== undefined);
    await eventually(() => (upstream.connections[0]?.bytesReceived ?? 0) > 0);
    clock.advance(1_999);
    expect(results).toEqual([]);
    clock.advance(1);
    expect(await ended).toBe('timeout: no response within 2000 ms');
    await upstream.allClosed();
    expect(clock.pending).toBe(0);
  });
});

it('is given up at once, and says nothing then', async () => {
  const upstream = await keep(silentUpstream());
  const { clock, cancel, results } = begin(upstream);
  await upstream.connection(0);
  cancel();
  await upstream.allClosed();
  clock.advance(60_000);
  expect(results).toEqual([]);
  expect(clock.pending).toBe(0);
});
