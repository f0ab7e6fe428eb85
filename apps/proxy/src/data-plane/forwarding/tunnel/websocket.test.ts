import { randomBytes } from 'node:crypto';
import { closedPort } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { proxyTo } from '../../../testing/scene.ts';
import { closeCode, echoUpstream, message, openWebSocket, webSocketUpstream } from './testing/websockets.ts';

describe('a WebSocket through the proxy', () => {
  it.each([
    { name: 'a text', data: 'h\u00e9llo' },
    { name: 'an empty text', data: '' },
    { name: 'bytes', data: randomBytes(10) },
    { name: 'a length of two bytes', data: randomBytes(126) },
    { name: 'the longest length of two bytes', data: randomBytes(65_535) },
    { name: 'a length of eight bytes', data: randomBytes(65_536) },
    { name: 'eight megabytes', data: randomBytes(8 * 1024 * 1024) },
  ])('carries both ways: $name', async ({ data }) => {
    const webSocket = await openWebSocket(await proxyTo([await echoUpstream()]));
    webSocket.send(data);
    const echoed = await message(webSocket);
    expect(echoed.isBinary).toBe(typeof data !== 'string');
    expect(echoed.data.equals(Buffer.from(data))).toBe(true);
  });

  it('carries fragments, with a ping between them', async () => {
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream]);
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    const events: string[] = [];
    theirs.on('ping', () => events.push('ping'));
    const whole = message(theirs).then(({ data }) => events.push(String(data)));
    ours.send('one ', { fin: false });
    ours.ping();
    ours.send('two ', { fin: false });
    ours.send('three', { fin: true });
    await whole;
    expect(events).toEqual(['ping', 'one two three']);
  });

  it('agrees on a subprotocol', async () => {
    const upstream = await webSocketUpstream({ handleProtocols: (offered) => [...offered][1] ?? false });
    const proxy = await proxyTo([upstream]);
    const ours = await openWebSocket(proxy, { protocols: ['chat', 'superchat'] });
    expect(ours.protocol).toBe('superchat');
  });

  it('agrees on compression, which only the two ends do', async () => {
    const proxy = await proxyTo([await echoUpstream({ perMessageDeflate: { threshold: 0 } })]);
    const ours = await openWebSocket(proxy, { perMessageDeflate: true });
    expect(ours.extensions).toContain('permessage-deflate');
    ours.send('a'.repeat(100_000));
    expect(String((await message(ours)).data)).toBe('a'.repeat(100_000));
    ours.close();
    await closeCode(ours);
    const line = await proxy.onlyAccessLine();
    expect(line['bytes']).toBeLessThan(2000);
  });

  it('ends with the code and the reason that either side gives, in one access line', async () => {
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream]);
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    expect(proxy.log.filter(({ msg }) => msg === 'request')).toEqual([]);
    theirs.close(4321, 'enough');
    expect(await closeCode(ours)).toBe(4321);
    await upstream.allClosed();
    expect(await proxy.onlyAccessLine()).toMatchObject({
      method: 'GET',
      host: 'shop.test',
      path: '/chat',
      status: 101,
      // Two bytes of header, four of mask, two of code and the reason's six; ws sends the code back, masked.
      bytes: 10,
      requestBytes: 14,
      service: 'shop',
      endpoint: `127.0.0.1:${upstream.port}`,
      attempts: 1,
    });
  });

  it('goes to the next endpoint when the first one refuses', async () => {
    const dead = { address: '127.0.0.1', port: await closedPort() };
    const proxy = await proxyTo([dead, await echoUpstream()], {
      random: () => 0,
      service: { loadBalancing: { policy: 'round-robin' } },
    });
    const ours = await openWebSocket(proxy);
    ours.send('there');
    expect(String((await message(ours)).data)).toBe('there');
  });

  it('goes to an endpoint with an IPv6 address', async () => {
    const proxy = await proxyTo([await echoUpstream({}, '::1')]);
    const ours = await openWebSocket(proxy);
    ours.send('six');
    expect(String((await message(ours)).data)).toBe('six');
    ours.close();
    expect((await proxy.onlyAccessLine())['endpoint']).toMatch(/^\[::1\]:\d+$/);
  });

  it('goes to an endpoint with a name', async () => {
    const { port } = await echoUpstream();
    const ours = await openWebSocket(await proxyTo([{ address: 'localhost', port }]));
    ours.send('name');
    expect(String((await message(ours)).data)).toBe('name');
  });
});
