import { describe, expect, test } from 'vitest';
import { ask } from '../../../testing/client.ts';
import type { Answer } from '../../../testing/client.ts';
import { proxyTo } from '../../../testing/scene.ts';
import { answering } from '../../../testing/upstreams.ts';

const sticky = { loadBalancing: { policy: 'round-robin', sticky: { cookie: 'at' } } };

/** An endpoint that says who it is. */
const saying = (name: string) =>
  answering(`HTTP/1.1 200 OK\r\nContent-Length: ${name.length}\r\nSet-Cookie: own=1\r\n\r\n${name}`);

/** What the client asks with after an answer: the cookies that it was given. */
function withCookiesOf(answer: Answer): { headers: { host: string; cookie: string } } {
  const cookies = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1).join(''));
  return { headers: { host: 'shop.test', cookie: cookies.join('; ') } };
}

const toShop = { headers: { host: 'shop.test' } };

describe('sticky sessions', () => {
  test('bind a client to the endpoint that answered first', async () => {
    const { port } = await proxyTo([await saying('one'), await saying('two')], {
      service: sticky,
      proxy: { secret: 'test-secret' },
    });
    const first = await ask(port, toShop);
    expect(first.headers['set-cookie']).toEqual([
      'own=1',
      expect.stringMatching(/^at=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    for (let request = 0; request < 3; request++) {
      const again = await ask(port, withCookiesOf(first));
      expect(again.body.toString()).toBe(first.body.toString());
      expect(again.headers['set-cookie']).toEqual(['own=1']);
    }
  });

  test('give another client another cookie', async () => {
    const { port } = await proxyTo([await saying('one'), await saying('two')], {
      service: sticky,
      proxy: { secret: 'test-secret' },
    });
    const answers = [await ask(port, toShop), await ask(port, toShop)];
    expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(2);
    expect(new Set(answers.map((answer) => withCookiesOf(answer).headers.cookie)).size).toBe(2);
  });

  test('move a client on with a new cookie when its endpoint is gone', async () => {
    const one = await saying('one');
    const two = await saying('two');
    const { port } = await proxyTo([one, two], {
      service: sticky,
      proxy: { secret: 'test-secret' },
      random: () => 0,
    });
    const first = await ask(port, toShop);
    await (first.body.toString() === 'one' ? one : two).close();
    const second = await ask(port, withCookiesOf(first));
    expect(second.status).toBe(200);
    expect(second.body.toString()).not.toBe(first.body.toString());
    expect(withCookiesOf(second).headers.cookie).not.toBe(withCookiesOf(first).headers.cookie);
    const third = await ask(port, withCookiesOf(second));
    expect(third.body.toString()).toBe(second.body.toString());
  });

  test.each([
    {
      name: 'a trusted proxy says that its client came over TLS',
      trustedProxies: ['127.0.0.1'],
      secure: true,
    },
    { name: 'anybody else says so', trustedProxies: [], secure: false },
  ])('set Secure cookies or not when $name', async ({ trustedProxies, secure }) => {
    const { port } = await proxyTo([await answering()], {
      service: sticky,
      proxy: { secret: 'test-secret', trustedProxies },
    });
    const { headers } = await ask(port, {
      headers: { host: 'shop.test', 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' },
    });
    expect(headers['set-cookie']?.[0]?.endsWith('; Secure')).toBe(secure);
  });

  test('hold over replicas with the same secret', async () => {
    const endpoints = [await saying('one'), await saying('two')];
    const options = { service: sticky, proxy: { secret: 'test-secret' } };
    const replica = await proxyTo(endpoints, options);
    const other = await proxyTo(endpoints, options);
    const first = await ask(replica.port, toShop);
    const elsewhere = await ask(other.port, withCookiesOf(first));
    expect(elsewhere.body.toString()).toBe(first.body.toString());
  });

  test('set no cookie on an answer of our own', async () => {
    const endpoint = await answering();
    const { port } = await proxyTo([endpoint], { service: sticky, proxy: { secret: 'test-secret' } });
    await endpoint.close();
    const { status, headers } = await ask(port, toShop);
    expect(status).toBe(502);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('set no cookie for a service that has none', async () => {
    const { port } = await proxyTo([await answering()]);
    expect((await ask(port, toShop)).headers['set-cookie']).toBeUndefined();
  });
});

test('consistent hashing sends the same key to the same endpoint on every replica', async () => {
  const endpoints = [await saying('one'), await saying('two'), await saying('three')];
  const options = { service: { loadBalancing: { policy: 'consistent-hash', hashOn: 'header:x-tenant' } } };
  const replicas = [await proxyTo(endpoints, options), await proxyTo(endpoints, options)];
  const seen = new Set<string>();
  for (let tenant = 0; tenant < 20; tenant++) {
    const request = { headers: { host: 'shop.test', 'x-tenant': `tenant-${tenant}` } };
    const answers = await Promise.all(replicas.map(({ port }) => ask(port, request)));
    const names = new Set(answers.map(({ body }) => body.toString()));
    expect(names.size).toBe(1);
    for (const name of names) seen.add(name);
  }
  expect(seen.size).toBe(3);
});
