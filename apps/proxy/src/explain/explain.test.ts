import { defineConfig } from '@hostler/config';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { explain } from './explain.ts';
import type { AskedRequest } from './asked-request.ts';
import type { Explanation } from './explanation.ts';
import { formatExplanation } from './format-explanation.ts';

function planeOf(shop: object = {}): DataPlane {
  const config = defineConfig({
    proxy: {
      trustedProxies: ['10.0.0.1'],
      secret: 'not-so-secret',
      services: [
        {
          name: 'shop',
          domain: 'shop.example',
          hosts: [
            { address: '127.0.0.1', port: 9090, weight: 3 },
            { address: '127.0.0.1', port: 9091, backup: true },
          ],
          timeouts: { connect: '1500ms' },
          ...shop,
        },
      ],
    },
  });
  return new DataPlane(config, {
    clock: systemClock,
    random: () => 0,
    logger: pino({ enabled: false }),
    accessLog: () => null,
  });
}

function answer(question: AskedRequest, plane = planeOf()): Explanation {
  const explanation = explain(plane.snapshot, question);
  if (explanation === null) throw new Error('not a URL');
  return explanation;
}

describe('explain', () => {
  it('follows a request to the endpoint that it would be sent to', () => {
    const { request, outcome } = answer({ url: 'http://Shop.Example:8080/a/../b?x=1' });
    expect(request).toEqual({
      method: 'GET',
      url: 'http://Shop.Example:8080/a/../b?x=1',
      host: 'shop.example',
      path: '/b',
      client: '127.0.0.1',
      upgrade: false,
    });
    expect(outcome).toMatchObject({
      kind: 'service',
      service: 'shop',
      policy: 'random',
      hash: null,
      sticky: null,
      pick: { kind: 'endpoint', endpoint: '127.0.0.1:9090' },
      candidates: [
        { endpoint: '127.0.0.1:9090', weight: 3, backup: false, availability: 'available', inFlight: 0 },
        { endpoint: '127.0.0.1:9091', weight: 1, backup: true, availability: 'available', inFlight: 0 },
      ],
      timeouts: { connectMs: 1500, responseHeaderMs: 30_000, requestMs: null },
      sent: { target: '/a/../b?x=1' },
    });
  });

  it('leaves nothing in flight', () => {
    const plane = planeOf();
    answer({ url: 'http://shop.example/' }, plane);
    expect(plane.snapshot.services.get('shop')?.balancer.endpoints.map(({ inFlight }) => inFlight)).toEqual([
      0, 0,
    ]);
  });

  it('shows the fields that would be sent, for the client that a trusted proxy names', () => {
    const { request, outcome } = answer({
      url: 'http://shop.example/',
      from: '10.0.0.1',
      headers: ['X-Forwarded-For', '203.0.113.7', 'Connection', 'X-Mine', 'X-Mine', '1'],
    });
    expect(request.client).toBe('203.0.113.7');
    const sent = outcome.kind === 'service' ? outcome.sent.headers : [];
    expect(sent).toContainEqual(['Host', 'shop.example']);
    expect(sent).toContainEqual(['Via', '1.1 hostler']);
    expect(sent).toContainEqual(['X-Forwarded-For', '203.0.113.7, 10.0.0.1']);
    expect(sent.map(([name]) => name)).not.toContain('X-Mine');
  });

  it.each([
    { name: 'a GET', question: {}, repeatable: true },
    { name: 'a POST', question: { method: 'POST' }, repeatable: false },
    {
      name: 'a POST with an idempotency key',
      question: { method: 'POST', headers: ['Idempotency-Key', '"1"'] },
      repeatable: true,
    },
  ])('knows whether $name may be repeated', ({ question, repeatable }) => {
    const plane = planeOf({ retry: { idempotencyKey: true } });
    const { outcome } = answer({ url: 'http://shop.example/', ...question }, plane);
    expect(outcome).toMatchObject({ retry: { attempts: 3, repeatable } });
  });

  it('says what the request is hashed to', () => {
    const plane = planeOf({ loadBalancing: { policy: 'consistent-hash', hashOn: 'header:X-User' } });
    const hashOf = (...headers: string[]): number | null => {
      const { outcome } = answer({ url: 'http://shop.example/', headers }, plane);
      return outcome.kind === 'service' ? outcome.hash : null;
    };
    expect(hashOf('X-User', 'ann')).toBe(hashOf('x-user', 'ann'));
    expect(hashOf('X-User', 'ann')).not.toBe(hashOf('X-User', 'bob'));
    expect(hashOf()).toBeNull();
  });

  it('says that no endpoint would take the request', () => {
    const plane = planeOf();
    const hosts = [9090, 9091].map((port) => ({ address: '127.0.0.1', port, drained: true }));
    plane.snapshot.services.get('shop')?.apply(hosts);
    expect(answer({ url: 'http://shop.example/' }, plane).outcome).toMatchObject({
      kind: 'service',
      pick: { kind: 'none' },
      candidates: [{ availability: 'drained' }, { availability: 'drained' }],
    });
  });

  it('gives the error, what was tried, and what to do', () => {
    const { outcome, routes } = answer({ url: 'http://nobody.example/' });
    expect(outcome).toMatchObject({
      kind: 'error',
      code: 'destination_not_found',
      type: 'destination_not_found',
      status: 404,
      detail: 'no service claims the host',
    });
    expect(routes).toEqual([]);
  });

  it('does not route what cannot be read', () => {
    const { request, outcome } = answer({ url: 'http://shop.example/', headers: ['Host', 'a b'] });
    expect(request).toMatchObject({ host: null, path: null });
    expect(outcome).toMatchObject({ kind: 'error', code: 'http_request_error', status: 400 });
  });

  it('knows what the proxy answers itself', () => {
    expect(answer({ url: 'http://any.example/api/v2/_health_check' }).outcome).toEqual({
      kind: 'own',
      status: 200,
    });
  });
});

describe('formatExplanation', () => {
  it('tells the way from the top to the bottom', () => {
    expect(formatExplanation(answer({ url: 'http://shop.example/a' })).split('\n')).toEqual([
      'GET http://shop.example/a',
      '  client   127.0.0.1',
      '  host     shop.example',
      '  path     /a',
      '',
      'Routes of this host',
      '  →  shop.example/  shop  takes every path',
      '',
      'Service shop, policy random',
      '  →  127.0.0.1:9090  weight 3          available  health unknown  0 in flight',
      '     127.0.0.1:9091  weight 1  backup  available  health unknown  0 in flight',
      '',
      'Timeouts   connect 1500ms, acquire 5s, responseHeader 30s, idle 1m, tunnel 1h, request off',
      'Retry      3 attempts, on connect-failure, reset, response-timeout, 502, 503, budget 20%; may be repeated once sent',
      '',
      'Sent to the endpoint',
      '  /a',
      '  Host: shop.example',
      '  Via: 1.1 hostler',
      '  X-Request-Id: one-for-each-request',
      '  X-Forwarded-For: 127.0.0.1',
      '  X-Forwarded-Proto: http',
      '  X-Forwarded-Port: 80',
      '  X-Real-IP: 127.0.0.1',
      '  Forwarded: for=127.0.0.1;host=shop.example;proto=http',
      '  X-Forwarded-Host: shop.example',
      '',
    ]);
  });

  it('ends with what to do about an error', () => {
    expect(formatExplanation(answer({ url: 'http://nobody.example/' }))).toMatch(
      /Answered 404 destination_not_found \(destination_not_found\): no service claims the host\.\nFix: .+\n$/,
    );
  });
});
