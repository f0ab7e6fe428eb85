import { once } from 'node:events';
import { FakeClock, silentUpstream } from '@hostler/test-kit';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';
import { answering, recording } from '../testing/upstreams.ts';

/** Like an app of its own: Express's defaults, and a server made without our options. */
const ownApp = { poweredBy: true, serverOptions: {} } as const;

describe('a body that a middleware in front has read', () => {
  const parsers = { before: [express.json(), express.urlencoded({ extended: false }), express.text()] };
  const json = { ...toShop.headers, 'content-type': 'application/json' };

  it.each([
    { name: "hostler's server", options: parsers },
    { name: 'a server of its own', options: { ...parsers, ...ownApp } },
  ])('is gone, and we say so: $name', async ({ options }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], options);
    const answer = await ask(proxy.port, { method: 'POST', headers: json, body: '{"a":1}' });
    expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([
      500,
      { error: 'request_body_consumed' },
    ]);
    expect(answer.headers['proxy-status']).toBe('hostler; error=proxy_configuration_error');
    expect(heads).toEqual([]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ error: 'request_body_consumed' });
  });

  it.each([
    { name: 'a GET', method: 'GET', headers: json, body: undefined },
    {
      name: 'a POST of 0 bytes',
      method: 'POST',
      headers: { ...json, 'content-length': '0' },
      body: undefined,
    },
    {
      name: 'a type that the parser leaves alone',
      method: 'POST',
      headers: { ...json, 'content-type': 'image/png' },
      body: 'png',
    },
  ])('is no matter where there is nothing to read: $name', async ({ method, headers, body }) => {
    for (const options of [parsers, { ...parsers, ...ownApp }]) {
      const proxy = await proxyTo([await answering()], {
        ...options,
        service: { timeouts: { idle: '50ms' } },
      });
      const answer = await ask(proxy.port, { method, headers, ...(body === undefined ? {} : { body }) });
      expect([answer.status, answer.body.toString()]).toEqual([200, 'ok']);
    }
  });
});

it('waits for as long as it takes for the answer to a POST of 0 bytes', async () => {
  const clock = new FakeClock();
  const endpoint = await keep(silentUpstream());
  const proxy = await proxyTo([endpoint], {
    clock,
    service: { timeouts: { idle: '1s', responseHeader: '1h' } },
  });
  const answer = ask(proxy.port, { ...toShop, method: 'POST' });
  const connection = await endpoint.connection(0);
  await once(connection.socket, 'data');
  clock.advance(600_000);
  await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  expect([(await answer).status, (await answer).body.toString()]).toEqual([200, 'ok']);
});
