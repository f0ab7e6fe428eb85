import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startProxy } from '../stack/proxy.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { send } from '../traffic/send.ts';

describeContainers('routing by Host', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      cart: { instances: 2, settings: { domain: 'cart.test' } },
      shop: { instances: 2, settings: { domains: ['shop.test', 'www.shop.test'] } },
      tenants: { instances: 1, settings: { domain: '*.tenants.test' } },
    });
    return () => stack.remove();
  });

  it.each([
    { host: 'cart.test', service: 'cart' },
    { host: 'CART.Test', service: 'cart' },
    { host: 'cart.test:8080', service: 'cart' },
    { host: 'cart.test.', service: 'cart' },
    { host: 'shop.test', service: 'shop' },
    { host: 'www.shop.test', service: 'shop' },
    { host: 'a.tenants.test', service: 'tenants' },
    { host: 'b.a.tenants.test', service: 'tenants' },
  ])('$host goes to $service', async ({ host, service }) => {
    const { status, body } = await send(stack.proxy.origin, host, '/');
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ service })]);
  });

  it.each(['unknown.test', 'tenants.test', 'api.cart.test', '127.0.0.1'])(
    '%s is nobody, which is a 404 with the reason in Proxy-Status',
    async (host) => {
      const { status, headers, instance } = await send(stack.proxy.origin, host, '/');
      expect([status, instance]).toEqual([404, undefined]);
      expect(headers['proxy-status']).toContain('error=destination_not_found');
    },
  );

  it('sends a Host that no service claims to the default service', async () => {
    const withDefault = await startProxy({
      config: {
        services: [
          { name: 'shop', domain: 'shop.test', hosts: [stack.instance('shop-1').endpoint] },
          { name: 'cart', default: true, hosts: [stack.instance('cart-1').endpoint] },
        ],
      },
    });
    const answers = await Promise.all(
      ['unknown.test', '127.0.0.1', 'shop.test'].map((host) => send(withDefault.origin, host, '/')),
    );
    expect(answers.map(({ instance }) => instance)).toEqual(['cart-1', 'cart-1', 'shop-1']);
  });

  it('passes method, path and query on byte for byte, and the Host as it came', async () => {
    const path = '/a%2Fb//c%20d/./%7euser?x=%20&y=%C3%A4&&z';
    const { body } = await send(stack.proxy.origin, 'Cart.Test:8080', path, { method: 'PATCH', body: 'x' });
    expect(JSON.parse(body)).toMatchObject({
      method: 'PATCH',
      target: path,
      headers: { host: 'Cart.Test:8080' },
    });
  });

  it('gives every response a request id of its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(stack.proxy.origin, 'cart.test', '/')),
    );
    const ids = new Set(answers.map(({ headers }) => headers['x-request-id']));
    expect([ids.size, ids.has(undefined)]).toEqual([20, false]);
  });

  it('answers its health path for any Host', async () => {
    const { status, body } = await send(stack.proxy.origin, 'unknown.test', '/api/v2/_health_check');
    expect([status, body.trim()]).toEqual([200, 'Health-check reverse-proxy is working!!!!!']);
  });

  it('shows the control pages of an instance to nobody who comes through the proxy', async () => {
    const { status } = await send(stack.proxy.origin, 'cart.test', '/_stats');
    expect(status).toBe(404);
  });
});
