import { Resolver } from 'node:dns/promises';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { dnsServer } from './dns-server.ts';
import type { DnsServer } from './dns-server.ts';

interface Asking {
  readonly server: DnsServer;
  readonly resolver: Resolver;
}

/** @param timeoutMs long enough for a busy machine, save where the end of it is what is waited for */
async function setUp(timeoutMs = 10_000): Promise<Asking> {
  const server = await dnsServer();
  onTestFinished(() => server.close());
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  resolver.setServers([server.address]);
  return { server, resolver };
}

it('answers with addresses and their time to live', async () => {
  const { server, resolver } = await setUp();
  server.answer('api.test', 'A', ['10.0.0.1', '10.0.0.2'], { ttl: 7 });
  server.answer('api.test', 'AAAA', ['2001:db8::1'], { ttl: 9 });
  expect(await resolver.resolve4('api.test', { ttl: true })).toEqual([
    { address: '10.0.0.1', ttl: 7 },
    { address: '10.0.0.2', ttl: 7 },
  ]);
  expect(await resolver.resolve6('API.test', { ttl: true })).toEqual([{ address: '2001:db8::1', ttl: 9 }]);
  expect(server.queries).toEqual([
    { name: 'api.test', type: 'A', transport: 'udp' },
    { name: 'api.test', type: 'AAAA', transport: 'udp' },
  ]);
  expect(server.asked('api.test', 'A')).toBe(1);
});

it('answers with service records', async () => {
  const { server, resolver } = await setUp();
  server.answer('_http._tcp.api.test', 'SRV', [{ target: 'a.test', port: 8080, priority: 1, weight: 3 }]);
  expect(await resolver.resolveSrv('_http._tcp.api.test')).toMatchObject([
    { name: 'a.test', port: 8080, priority: 1, weight: 3 },
  ]);
});

it('follows aliases to the last name, and what that has to say', async () => {
  const { server, resolver } = await setUp();
  server.answer('www.test', 'CNAME', ['edge.test']);
  server.answer('edge.test', 'CNAME', ['api.test']);
  server.answer('api.test', 'A', ['10.0.0.1'], { ttl: 3 });
  expect(await resolver.resolve4('www.test', { ttl: true })).toEqual([{ address: '10.0.0.1', ttl: 3 }]);
  expect(await resolver.resolveCname('www.test')).toEqual(['edge.test']);
  server.remove('api.test');
  await expect(resolver.resolve4('www.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

it.each([
  { name: 'a name that it was told nothing of', tell: () => {}, code: 'ENOTFOUND' },
  {
    name: 'a name that has other types',
    tell: (server: DnsServer) => server.answer('api.test', 'AAAA', ['::1']),
    code: 'ENODATA',
  },
  {
    name: 'an empty answer',
    tell: (server: DnsServer) => server.answer('api.test', 'A', []),
    code: 'ENODATA',
  },
  {
    name: 'SERVFAIL',
    tell: (server: DnsServer) => server.fail('api.test', 'A', 'SERVFAIL'),
    code: 'ESERVFAIL',
  },
  {
    name: 'REFUSED',
    tell: (server: DnsServer) => server.fail('api.test', 'A', 'REFUSED'),
    code: 'EREFUSED',
  },
  {
    name: 'aliases in a circle',
    tell: (server: DnsServer) => server.answer('api.test', 'CNAME', ['api.test']),
    code: 'ESERVFAIL',
  },
])('lets a resolver see $code for $name', async ({ tell, code }) => {
  const { server, resolver } = await setUp();
  tell(server);
  await expect(resolver.resolve4('api.test')).rejects.toMatchObject({ code });
});

it('lets a resolver wait in vain', async () => {
  const { server, resolver } = await setUp(50);
  server.fail('api.test', 'A', 'silence');
  await expect(resolver.resolve4('api.test')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect(server.asked('api.test', 'A')).toBe(1);
});

it('truncates over UDP what it then says in full over TCP', async () => {
  const { server, resolver } = await setUp();
  const addresses = Array.from({ length: 200 }, (_, index) => `10.0.1.${index}`);
  server.answer('api.test', 'A', addresses, { truncated: true });
  expect((await resolver.resolve4('api.test')).length).toBe(200);
  expect(server.queries.map((query) => query.transport)).toEqual(['udp', 'tcp']);
});

it('changes its mind when it is told to', async () => {
  const { server, resolver } = await setUp();
  server.answer('api.test', 'A', ['10.0.0.1']);
  expect(await resolver.resolve4('api.test')).toEqual(['10.0.0.1']);
  server.answer('api.test', 'A', ['10.0.0.2']);
  expect(await resolver.resolve4('api.test')).toEqual(['10.0.0.2']);
});

it('does not mind what is no query', async () => {
  const { server, resolver } = await setUp();
  server.answer('api.test', 'A', ['10.0.0.1']);
  const port = Number(server.address.split(':')[1]);
  const datagram = createSocket('udp4');
  datagram.send('hello', port, '127.0.0.1', () => datagram.close());
  await once(datagram, 'close');
  const stream = connect(port, '127.0.0.1');
  stream.end(Buffer.from([0, 1, 0, 0]));
  await once(stream, 'connect');
  expect(await resolver.resolve4('api.test')).toEqual(['10.0.0.1']);
  expect(server.queries.length).toBe(1);
  stream.destroy();
});
