import type { DnsServer } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { discovering, nameServer } from './testing/discovering.ts';
import type { SourceParts } from './source-parts.ts';
import type { Discovering } from './testing/discovering.ts';

const name = 'api.test';

/** How long a silent name server is waited for; one that answers has to do so in this time. */
const impatient = { timeout: 500, tries: 1 };

/** The endpoint in short for an address. */
function at(address: string): string {
  return `${address}:8080 as api.test:8080`;
}

function discover(server: DnsServer, parts: Partial<SourceParts> = {}, weight = 1): Discovering {
  const discovery = { type: 'dns', name, port: 8080, servers: [server.address], weight } as const;
  return discovering({ discovery }, parts);
}

/** Waits until both families were asked for the n-th time and the answers have been taken in. */
async function round(server: DnsServer, { clock }: Discovering, count: number): Promise<void> {
  await expect.poll(() => Math.min(server.asked(name, 'A'), server.asked(name, 'AAAA'))).toBe(count);
  await expect.poll(() => clock.pending).toBeGreaterThan(0);
}

describe('addresses', () => {
  it('come from both families, in an order of their own, with the weight and the name', async () => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.9', '10.0.0.10']);
    server.answer(name, 'AAAA', ['2001:db8::1']);
    const found = discover(server, {}, 3);
    expect(await found.list(1)).toEqual([
      '10.0.0.10:8080 *3 as api.test:8080',
      '10.0.0.9:8080 *3 as api.test:8080',
      '[2001:db8::1]:8080 *3 as api.test:8080',
    ]);
    expect(found.source.status).toEqual({
      type: 'dns',
      state: 'ok',
      lastError: null,
      lastAnswerAt: '2026-01-01T00:00:00.000Z',
    });
    await expect.poll(() => found.ready).toBe(true);
  });

  it('are followed through aliases', async () => {
    const server = await nameServer();
    server.answer(name, 'CNAME', ['edge.test']);
    server.answer('edge.test', 'A', ['10.0.0.1']);
    expect(await discover(server).list(1)).toEqual([at('10.0.0.1')]);
  });

  it('come in full when a datagram cannot hold them', async () => {
    const server = await nameServer();
    const addresses = Array.from({ length: 150 }, (_, index) => `10.0.1.${100 + index}`);
    server.answer(name, 'A', addresses, { truncated: true });
    expect(await discover(server).list(1)).toEqual(addresses.map(at));
    expect(server.queries).toContainEqual({ name, type: 'A', transport: 'tcp' });
  });

  it('are told again only when they differ, not when they are shuffled', async () => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.1', '10.0.0.2'], { ttl: 5 });
    const found = discover(server);
    await found.list(1);
    server.answer(name, 'A', ['10.0.0.2', '10.0.0.1'], { ttl: 5 });
    found.clock.advance(5_000);
    await round(server, found, 2);
    server.answer(name, 'A', ['10.0.0.2', '10.0.0.3'], { ttl: 5 });
    found.clock.advance(5_000);
    expect(await found.list(2)).toEqual([at('10.0.0.2'), at('10.0.0.3')]);
    expect(found.told.length).toBe(2);
  });
});

describe('a time to live', () => {
  it.each([
    { name: 'is kept', a: 7, aaaa: null, askedAfterMs: 7_000 },
    { name: 'is the shortest of both families', a: 20, aaaa: 4, askedAfterMs: 4_000 },
    { name: 'is one second at least', a: 0, aaaa: null, askedAfterMs: 1_000 },
    { name: 'is thirty seconds at most', a: 3_600, aaaa: null, askedAfterMs: 30_000 },
  ])('$name', async ({ a, aaaa, askedAfterMs }) => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.1'], { ttl: a });
    if (aaaa !== null) server.answer(name, 'AAAA', ['::1'], { ttl: aaaa });
    const found = discover(server);
    await found.list(1);
    found.clock.advance(askedAfterMs - 1);
    expect(found.clock.pending).toBe(1);
    found.clock.advance(1);
    await round(server, found, 2);
  });
});

describe('an answer that there is nothing', () => {
  it.each([
    { name: 'a name that is gone', tell: (server: DnsServer) => server.remove(name) },
    { name: 'a name without addresses', tell: (server: DnsServer) => server.answer(name, 'A', []) },
  ])('ends the endpoints: $name', async ({ tell }) => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.1'], { ttl: 1 });
    const found = discover(server);
    await found.list(1);
    tell(server);
    found.clock.advance(1_000);
    expect(await found.list(2)).toEqual([]);
    expect(found.source.status).toMatchObject({ state: 'ok', lastError: null });

    server.answer(name, 'A', ['10.0.0.2'], { ttl: 1 });
    found.clock.advance(5_000);
    expect(await found.list(3)).toEqual([at('10.0.0.2')]);
    expect(found.logged).toEqual([]);
  });

  it('is told at the start, too', async () => {
    const found = discover(await nameServer());
    expect(await found.list(1)).toEqual([]);
    await expect.poll(() => found.ready).toBe(true);
  });
});

describe('a failure', () => {
  it.each([
    { how: 'SERVFAIL', error: 'the name server failed (SERVFAIL)' },
    { how: 'REFUSED', error: 'the name server refused to answer (REFUSED)' },
    { how: 'silence', error: 'no name server answered in time' },
  ] as const)('leaves the last answer: $how', async ({ how, error }) => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.1'], { ttl: 5 });
    const found = discover(server, { resolver: impatient });
    await found.list(1);
    server.fail(name, 'A', how);
    server.fail(name, 'AAAA', how);
    found.clock.advance(5_000);
    await expect
      .poll(() => found.source.status)
      .toEqual({
        type: 'dns',
        state: 'stale',
        lastError: `A api.test: ${error}`,
        lastAnswerAt: '2026-01-01T00:00:00.000Z',
      });
    // A second later, not five: and again, without another line in the log.
    found.clock.advance(1_000);
    await round(server, found, 3);
    server.answer(name, 'A', ['10.0.0.2'], { ttl: 5 });
    server.answer(name, 'AAAA', []);
    found.clock.advance(1_000);
    expect(await found.list(2)).toEqual([at('10.0.0.2')]);
    expect(found.source.status).toMatchObject({ state: 'ok', lastError: null });
    expect(found.logged).toEqual([
      `warn: endpoints could not be looked up: the last known ones stay: A api.test: ${error}`,
      `warn: endpoints could not be looked up: the last known ones stay: AAAA api.test: ${error}`,
      'info: endpoints are looked up again',
    ]);
  });

  it('of one family leaves its addresses beside the new ones of the other', async () => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.1'], { ttl: 5 });
    server.answer(name, 'AAAA', ['2001:db8::1'], { ttl: 5 });
    const found = discover(server);
    await found.list(1);
    server.fail(name, 'AAAA', 'SERVFAIL');
    server.answer(name, 'A', ['10.0.0.2'], { ttl: 5 });
    found.clock.advance(5_000);
    expect(await found.list(2)).toEqual([at('10.0.0.2'), '[2001:db8::1]:8080 as api.test:8080']);
    expect(found.source.status).toMatchObject({
      state: 'stale',
      lastError: 'AAAA api.test: the name server failed (SERVFAIL)',
    });
  });

  it('of a family that never had an address hurts nobody: name servers that cannot do AAAA are not hurried', async () => {
    const server = await nameServer();
    server.answer(name, 'A', ['10.0.0.1'], { ttl: 20 });
    server.fail(name, 'AAAA', 'SERVFAIL');
    const found = discover(server);
    expect(await found.list(1)).toEqual([at('10.0.0.1')]);
    expect(found.source.status).toMatchObject({
      state: 'ok',
      lastError: 'AAAA api.test: the name server failed (SERVFAIL)',
    });
    found.clock.advance(19_999);
    expect(found.clock.pending).toBe(1);
    found.clock.advance(1);
    await round(server, found, 2);
  });

  it('before any answer tells nothing: neither that there are endpoints nor that there are none', async () => {
    const server = await nameServer();
    server.fail(name, 'A', 'SERVFAIL');
    const found = discover(server);
    await expect.poll(() => found.source.status.lastError).not.toBe(null);
    expect(found.told).toEqual([]);
    expect(found.ready).toBe(false);
    found.clock.advance(1_000);
    await round(server, found, 2);
    found.clock.advance(1_000);
    await expect.poll(() => found.ready).toBe(true);
    expect(found.told).toEqual([]);
    expect(found.source.status).toMatchObject({ state: 'stale', lastAnswerAt: null });
  });

  it('spreads the next questions', async () => {
    const server = await nameServer();
    server.fail(name, 'A', 'SERVFAIL');
    const found = discover(server, { random: () => 0.5 });
    await round(server, found, 1);
    await expect.poll(() => found.source.status.lastError).not.toBe(null);
    found.clock.advance(1_249);
    expect(server.asked(name, 'A')).toBe(1);
    found.clock.advance(1);
    await round(server, found, 2);
  });
});

it('goes on to the next name server when the first one says nothing', async () => {
  const [dead, server] = [await nameServer(), await nameServer()];
  dead.fail(name, 'A', 'silence');
  dead.fail(name, 'AAAA', 'silence');
  server.answer(name, 'A', ['10.0.0.1']);
  const servers = [dead.address, server.address];
  const discovery = { type: 'dns', name, port: 8080, servers, weight: 1 } as const;
  const found = discovering({ discovery }, { resolver: impatient });
  expect(await found.list(1)).toEqual([at('10.0.0.1')]);
});

it('ends a question that is under way with close, and tells nothing any more', async () => {
  const server = await nameServer();
  server.fail(name, 'A', 'silence');
  const found = discover(server, { resolver: { timeout: 60_000 } });
  await expect.poll(() => server.asked(name, 'A')).toBe(1);
  found.source.close();
  found.source.close();
  await found.source.ready;
  expect(found.clock.pending).toBe(0);
  expect(found.told).toEqual([]);
});
