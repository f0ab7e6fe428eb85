import { describe, expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { proxyTo, toShop } from '../testing/scene.ts';
import { fieldLines, recording } from '../testing/upstreams.ts';
import { requestId } from './request-id.ts';

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('requestId', () => {
  it('makes ids that are unique and sorted by time', () => {
    const ids = Array.from({ length: 1000 }, () => requestId([], false));
    expect(ids.every((id) => uuid7.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.toSorted()).toEqual(ids);
  });

  it.each(['abc', 'A-1_b.c~d:e/f=g@h+i', 'x'.repeat(128)])('keeps the one of a trusted peer: %s', (id) => {
    expect(requestId(['x-request-id', id], true)).toBe(id);
  });

  it.each([
    { name: 'an untrusted peer', headers: ['X-Request-Id', 'abc'], trusted: false },
    { name: 'an empty one', headers: ['X-Request-Id', ''], trusted: true },
    { name: 'one of 129 characters', headers: ['X-Request-Id', 'x'.repeat(129)], trusted: true },
    { name: 'two', headers: ['X-Request-Id', 'a', 'x-request-id', 'b'], trusted: true },
    { name: 'spaces', headers: ['X-Request-Id', 'a b'], trusted: true },
    { name: 'quotes', headers: ['X-Request-Id', '"a"'], trusted: true },
    { name: 'obs-text', headers: ['X-Request-Id', 'caf\xe9'], trusted: true },
  ])('makes a new one in place of what it does not take: $name', ({ headers, trusted }) => {
    expect(requestId(headers, trusted)).toMatch(uuid7);
  });
});

describe('the id of a request', () => {
  it.each([
    { name: 'of a trusted peer', trustedProxies: ['127.0.0.1'], sent: 'abc-1', kept: true },
    { name: 'of anybody else', trustedProxies: [], sent: 'abc-1', kept: false },
  ])(
    'is the same at the endpoint, at the client and in the log: $name',
    async ({ trustedProxies, sent, kept }) => {
      const { upstream, heads } = await recording();
      const proxy = await proxyTo([upstream], { proxy: { trustedProxies } });
      const answer = await ask(proxy.port, { headers: { ...toShop.headers, 'x-request-id': sent } });
      const id = String(answer.headers['x-request-id']);
      expect(id === sent).toBe(kept);
      expect(fieldLines(heads.join(''), 'x-request-id')).toEqual([`X-Request-Id: ${id}`]);
      expect((await proxy.onlyAccessLine())['requestId']).toBe(id);
    },
  );
});
