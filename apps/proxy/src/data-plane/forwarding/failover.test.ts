import { closedPort, httpUpstream, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../testing/client.ts';
import { host, startProxy } from '../../testing/running-proxy.ts';
import type { RunningProxy } from '../../testing/running-proxy.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function keep<Closable extends { close(): Promise<void> }>(
  closable: Promise<Closable>,
): Promise<Closable> {
  const one = await closable;
  open.push(one);
  return one;
}

async function proxyTo(hosts: readonly object[], settings: object = {}): Promise<RunningProxy> {
  const services = [{ name: 'shop', domain: 'shop.test', hosts, ...settings }];
  return keep(startProxy({ services }, { random: () => 0 }));
}

const named = { headers: { host: 'shop.test' } };

function echo(): Promise<Upstream> {
  return keep(
    httpUpstream((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => response.end(`${request.method} ${Buffer.concat(chunks).toString()}`));
    }),
  );
}

describe('failover', () => {
  it('costs no request while four of five endpoints refuse', async () => {
    const alive = await echo();
    const dead = [];
    for (let i = 0; i < 4; i++) dead.push({ address: '127.0.0.1', port: await closedPort() });
    const { port } = await proxyTo([...dead, host(alive)]);
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async () => (await ask(port, named)).status),
    );
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('sends a POST that was not sent to another endpoint, with its body', async () => {
    const alive = await echo();
    const { port } = await proxyTo([{ address: '127.0.0.1', port: await closedPort() }, host(alive)]);
    const bodies = new Set<string>();
    for (let i = 0; i < 20; i++) {
      bodies.add((await ask(port, { ...named, method: 'POST', body: 'order' })).body.toString());
    }
    expect([...bodies]).toEqual(['POST order']);
  });

  it('repeats a PUT whose endpoint reset the connection, from the replay buffer', async () => {
    const resets = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.reset();
      }),
    );
    const alive = await echo();
    const proxy = await proxyTo([host(resets), host(alive)], { loadBalancing: { policy: 'round-robin' } });
    for (let i = 0; i < 4; i++) {
      const answer = await ask(proxy.port, { ...named, method: 'PUT', path: `/${i}`, body: `body ${i}` });
      expect(answer.body.toString()).toBe(`PUT body ${i}`);
    }
    expect(resets.accepted).toBe(4);
  });

  it('never repeats a POST that was sent', async () => {
    const resets = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.reset();
      }),
    );
    const alive = await echo();
    const { port } = await proxyTo([host(resets), host(alive)], { loadBalancing: { policy: 'round-robin' } });
    const statuses = [];
    for (let i = 0; i < 4; i++)
      statuses.push((await ask(port, { ...named, method: 'POST', body: 'x' })).status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 502, 502]);
  });

  it('asks another endpoint when one answers 503, and passes the last 503 on as it came', async () => {
    const busy = (name: string): Promise<Upstream> =>
      keep(
        httpUpstream((_request, response) => {
          response.writeHead(503, { 'X-Instance': name, 'Retry-After': '7' }).end(`busy ${name}`);
        }),
      );
    const first = await busy('first');
    const second = await busy('second');
    const proxy = await proxyTo([host(first), host(second)], { loadBalancing: { policy: 'round-robin' } });
    const answer = await ask(proxy.port, named);
    expect([answer.status, answer.headers['retry-after'], answer.body.toString()]).toEqual([
      503,
      '7',
      'busy second',
    ]);
    expect(await proxy.accessLine(() => true)).toMatchObject({ attempts: 2, status: 503 });
  });

  it('passes the 503 of the only endpoint that answers on when the others refuse', async () => {
    const busy = await keep(
      httpUpstream((_request, response) => {
        response.writeHead(503, { 'Retry-After': '7' }).end('busy');
      }),
    );
    const refuses = { address: '127.0.0.1', port: await closedPort() };
    const { port } = await proxyTo([host(busy), refuses], { loadBalancing: { policy: 'round-robin' } });
    const answer = await ask(port, named);
    expect([answer.status, answer.headers['retry-after'], answer.body.toString()]).toEqual([
      503,
      '7',
      'busy',
    ]);
  });

  it('goes on to another endpoint when one does not answer in time', async () => {
    const silent = await keep(silentUpstream());
    const alive = await echo();
    const { port } = await proxyTo([host(silent), host(alive)], {
      loadBalancing: { policy: 'round-robin' },
      timeouts: { responseHeader: '100ms' },
    });
    const answers = [await ask(port, named), await ask(port, named), await ask(port, named)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(silent.accepted).toBe(1);
  });
});

describe('when nothing is left', () => {
  it('answers 502 for the one endpoint that refuses', async () => {
    const { port } = await proxyTo([{ address: '127.0.0.1', port: await closedPort() }]);
    const answer = await ask(port, named);
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      502,
      'hostler; error=connection_refused',
    ]);
  });

  it('answers 503 with Retry-After when none of several can be reached', async () => {
    const hosts = [
      { address: '127.0.0.1', port: await closedPort() },
      { address: '127.0.0.1', port: await closedPort() },
    ];
    const { port } = await proxyTo(hosts);
    const answer = await ask(port, named);
    expect([answer.status, answer.headers['retry-after'], answer.headers['proxy-status']]).toEqual([
      503,
      '1',
      'hostler; error=destination_unavailable',
    ]);
  });

  it('answers 504 when the only endpoint is silent', async () => {
    const silent = await keep(silentUpstream());
    const { port } = await proxyTo([host(silent)], { timeouts: { responseHeader: '50ms' } });
    const answer = await ask(port, named);
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      504,
      'hostler; error=http_response_timeout',
    ]);
  });

  it('answers 502 to garbage', async () => {
    const garbage = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('SSH-2.0-OpenSSH_9.2\r\n');
      }),
    );
    const { port } = await proxyTo([host(garbage)]);
    const answer = await ask(port, named);
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      502,
      'hostler; error=http_protocol_error',
    ]);
  });

  it('cuts the connection of a client whose response breaks off', async () => {
    const cuts = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
        connection.reset();
      }),
    );
    const proxy = await proxyTo([host(cuts)]);
    const answer = await ask(proxy.port, named);
    expect([answer.status, answer.cut, answer.body.toString()]).toEqual([200, true, 'half']);
    expect(await proxy.accessLine(() => true)).toMatchObject({
      error: 'http_response_incomplete',
      status: 200,
    });
  });
});
