import { describe, expect, it } from 'vitest';
import { adminScene } from '../testing/admin-scene.ts';

function path(...parameters: readonly (readonly [string, string])[]): string {
  return `/api/v1/explain?${new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString()}`;
}

describe('explain in the admin API', () => {
  it('tells what becomes of a request', async () => {
    const admin = await adminScene({ service: { path: '/shop' } });
    const answer = await admin.get(
      path(
        ['url', 'http://shop.test/shop/items?x=1'],
        ['method', 'POST'],
        ['header', 'X-One: 1'],
        ['header', 'X-Two: a, b'],
        ['from', '192.0.2.7'],
      ),
    );
    expect(answer.json()).toMatchObject({
      explanation: {
        request: { method: 'POST', host: 'shop.test', path: '/shop/items', client: '192.0.2.7' },
        outcome: {
          kind: 'service',
          service: 'shop',
          candidates: [{ endpoint: '127.0.0.1:1' }, { endpoint: '[::1]:2' }],
          retry: { repeatable: false },
          sent: { target: '/shop/items?x=1' },
        },
        routes: [{ service: 'shop', path: '/shop', chosen: true }],
      },
    });
    expect(answer.text).toContain('["X-One","1"],["X-Two","a, b"]');
  });

  it('sees what operators have set', async () => {
    const admin = await adminScene();
    await admin.post('/api/v1/services/shop/endpoints/127.0.0.1:1/drain');
    const answer = await admin.get(path(['url', 'http://shop.test/']));
    expect(answer.json()).toMatchObject({
      explanation: {
        outcome: {
          candidates: [{ endpoint: '127.0.0.1:1', availability: 'drained' }, { endpoint: '[::1]:2' }],
          pick: { kind: 'endpoint', endpoint: '[::1]:2' },
        },
      },
    });
  });

  it.each([
    { name: 'no URL', parameters: [], says: 'query.url' },
    { name: 'half a URL', parameters: [['url', 'shop.test/']], says: 'Cannot explain "shop.test/"' },
    {
      name: 'two URLs',
      parameters: [
        ['url', 'http://a.test/'],
        ['url', 'http://b.test/'],
      ],
      says: 'query.url',
    },
    {
      name: 'no header',
      parameters: [
        ['url', 'http://a.test/'],
        ['header', 'X One'],
      ],
      says: '"X One" is no header field',
    },
    {
      name: 'no method',
      parameters: [
        ['url', 'http://a.test/'],
        ['method', 'G T'],
      ],
      says: 'query.method: expected a method',
    },
    {
      name: 'no address',
      parameters: [
        ['url', 'http://a.test/'],
        ['from', 'me'],
      ],
      says: 'query.from: expected an IP address',
    },
    {
      name: 'something else',
      parameters: [
        ['url', 'http://a.test/'],
        ['verbose', '1'],
      ],
      says: 'verbose',
    },
  ] as const)('says what is wrong with $name', async ({ parameters, says }) => {
    const admin = await adminScene();
    const answer = await admin.get(path(...parameters));
    expect([answer.status, answer.error().code]).toEqual([400, 'invalid_request']);
    expect(answer.text.replaceAll('\\"', '"')).toContain(says);
  });
});
