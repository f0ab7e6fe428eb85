import type { DnsServer, DnsServiceData } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { discovering, nameServer } from './testing/discovering.ts';
import type { Discovering } from './testing/discovering.ts';

const name = '_http._tcp.api.test';

function discover(server: DnsServer): Discovering {
  return discovering({ discovery: { type: 'srv', name, servers: [server.address] } });
}

function services(server: DnsServer, data: readonly DnsServiceData[]): void {
  server.answer(name, 'SRV', data);
}

/** A name server with two targets of one address each, and the source that asks it. */
async function twoTargets(): Promise<{ server: DnsServer; found: Discovering }> {
  const server = await nameServer();
  services(server, [
    { target: 'a.test', port: 8001 },
    { target: 'b.test', port: 8002 },
  ]);
  server.answer('a.test', 'A', ['10.0.0.1'], { ttl: 5 });
  server.answer('b.test', 'A', ['10.0.0.2'], { ttl: 9 });
  const found = discover(server);
  expect(await found.list(1)).toEqual(['10.0.0.1:8001 as a.test:8001', '10.0.0.2:8002 as b.test:8002']);
  return { server, found };
}

describe('service records', () => {
  it('give ports, weights, and addresses of both families', async () => {
    const server = await nameServer();
    services(server, [
      { target: 'b.test', port: 8002, weight: 0 },
      { target: 'a.test', port: 8001, weight: 65_535 },
    ]);
    server.answer('a.test', 'A', ['10.0.0.1']);
    server.answer('a.test', 'AAAA', ['2001:db8::1']);
    server.answer('b.test', 'A', ['10.0.0.2']);
    expect(await discover(server).list(1)).toEqual([
      '10.0.0.1:8001 *65535 as a.test:8001',
      '[2001:db8::1]:8001 *65535 as a.test:8001',
      '10.0.0.2:8002 as b.test:8002',
    ]);
  });

  it('without a port that can be dialled are none', async () => {
    const server = await nameServer();
    services(server, [
      { target: 'a.test', port: 0, priority: 1 },
      { target: 'b.test', port: 80, priority: 2 },
    ]);
    server.answer('a.test', 'A', ['10.0.0.1']);
    server.answer('b.test', 'A', ['10.0.0.2']);
    expect(await discover(server).list(1)).toEqual(['10.0.0.2:80 as b.test:80']);
  });

  it('of any but the lowest priority number are backups', async () => {
    const server = await nameServer();
    services(server, [
      { target: 'c.test', port: 80, priority: 30 },
      { target: 'a.test', port: 80, priority: 10 },
      { target: 'b.test', port: 80, priority: 20 },
    ]);
    for (const [index, target] of ['a.test', 'b.test', 'c.test'].entries()) {
      server.answer(target, 'A', [`10.0.0.${index}`]);
    }
    expect(await discover(server).list(1)).toEqual([
      '10.0.0.0:80 as a.test:80',
      '10.0.0.1:80 backup as b.test:80',
      '10.0.0.2:80 backup as c.test:80',
    ]);
  });

  it('may name one target with two ports, whose addresses are asked for once', async () => {
    const server = await nameServer();
    services(server, [
      { target: 'a.test', port: 8001 },
      { target: 'a.test', port: 8002 },
    ]);
    server.answer('a.test', 'A', ['10.0.0.1']);
    expect(await discover(server).list(1)).toEqual([
      '10.0.0.1:8001 as a.test:8001',
      '10.0.0.1:8002 as a.test:8002',
    ]);
    expect(server.asked('a.test', 'A')).toBe(1);
  });

  it('whose target is the root say that there is no such service', async () => {
    const server = await nameServer();
    services(server, [{ target: '.', port: 0 }]);
    expect(await discover(server).list(1)).toEqual([]);
  });

  it('that do not exist are no endpoints', async () => {
    const found = discover(await nameServer());
    expect(await found.list(1)).toEqual([]);
    expect(found.source.status).toMatchObject({ type: 'srv', state: 'ok' });
  });

  it('that come, go and move are followed, shuffled ones are no change', async () => {
    const { server, found } = await twoTargets();
    services(server, [
      { target: 'b.test', port: 8002 },
      { target: 'a.test', port: 8001 },
    ]);
    found.clock.advance(5_000);
    await expect.poll(() => server.asked('b.test', 'AAAA')).toBe(2);
    await expect.poll(() => found.clock.pending).toBe(1);
    services(server, [{ target: 'b.test', port: 9002 }]);
    found.clock.advance(5_000);
    expect(await found.list(2)).toEqual(['10.0.0.2:9002 as b.test:9002']);
  });
});

describe('the next question', () => {
  it('comes after the smallest time to live of the targets', async () => {
    const { server, found } = await twoTargets();
    found.clock.advance(4_999);
    expect(found.clock.pending).toBe(1);
    server.answer('b.test', 'A', ['10.0.0.3']);
    found.clock.advance(1);
    expect(await found.list(2)).toEqual(['10.0.0.1:8001 as a.test:8001', '10.0.0.3:8002 as b.test:8002']);
  });

  it('comes after five seconds when there is no target', async () => {
    const server = await nameServer();
    const found = discover(server);
    await found.list(1);
    services(server, [{ target: 'a.test', port: 80 }]);
    server.answer('a.test', 'A', ['10.0.0.1']);
    found.clock.advance(5_000);
    expect(await found.list(2)).toEqual(['10.0.0.1:80 as a.test:80']);
  });
});

describe('a failure', () => {
  it('of the records leaves them, and their targets are still followed', async () => {
    const { server, found } = await twoTargets();
    server.fail(name, 'SRV', 'SERVFAIL');
    server.answer('a.test', 'A', ['10.0.0.4'], { ttl: 5 });
    found.clock.advance(5_000);
    expect(await found.list(2)).toEqual(['10.0.0.4:8001 as a.test:8001', '10.0.0.2:8002 as b.test:8002']);
    expect(found.source.status).toMatchObject({
      state: 'stale',
      lastError: `SRV ${name}: the name server failed (SERVFAIL)`,
      lastAnswerAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it('of a target leaves its addresses; one that is gone loses them', async () => {
    const { server, found } = await twoTargets();
    server.fail('a.test', 'A', 'SERVFAIL');
    server.remove('b.test');
    found.clock.advance(5_000);
    expect(await found.list(2)).toEqual(['10.0.0.1:8001 as a.test:8001']);
    expect(found.source.status).toMatchObject({
      state: 'stale',
      lastError: 'A a.test: the name server failed (SERVFAIL)',
    });
  });

  it('of every target at the start is not an empty list', async () => {
    const server = await nameServer();
    services(server, [{ target: 'a.test', port: 80 }]);
    server.fail('a.test', 'A', 'SERVFAIL');
    const found = discover(server);
    await expect.poll(() => found.source.status.lastError).not.toBe(null);
    expect(found.told).toEqual([]);
    server.answer('a.test', 'A', ['10.0.0.1']);
    found.clock.advance(1_000);
    expect(await found.list(1)).toEqual(['10.0.0.1:80 as a.test:80']);
  });

  it('of the records at the start is not an empty list either', async () => {
    const server = await nameServer();
    server.fail(name, 'SRV', 'silence');
    const discovery = { type: 'srv', name, servers: [server.address] } as const;
    const found = discovering({ discovery }, { resolver: { timeout: 50, tries: 1 } });
    await expect
      .poll(() => found.source.status.lastError)
      .toBe(`SRV ${name}: no name server answered in time`);
    expect(found.told).toEqual([]);
    expect(found.ready).toBe(false);
  });
});
