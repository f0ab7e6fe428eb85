import { describe, expect, it } from 'vitest';
import { compileTrust, identifyClient } from '@hostler/http';
import { createBalancer } from '@hostler/balancer';
import { FakeClock } from '@hostler/test-kit';
import { rewrite } from './rewrite.ts';
import type { RewriteInput } from './rewrite.ts';

const peer = { address: '192.0.2.1', port: 50_000, localPort: 8080, tls: false };
const [endpoint] = createBalancer({
  endpoints: [{ address: '10.0.0.1', port: 9090, weight: 1 }],
  policy: 'random',
  clock: new FakeClock(),
  random: () => 0,
}).endpoints;

function headersFor(received: readonly string[], change: Partial<RewriteInput> = {}): readonly string[] {
  if (endpoint === undefined) throw new Error('no endpoint');
  const request = { method: 'GET', target: '/', httpVersion: '1.1', headers: received, peer };
  const input: RewriteInput = {
    request,
    framing: { kind: 'none' },
    target: '/',
    strippedPrefix: '',
    hostHeader: 'client',
    hop: { peer, host: 'a.test' },
    client: identifyClient(peer, received, compileTrust([])),
    requestId: 'id-1',
    via: 'hostler',
    maxForwards: null,
    upgrade: false,
    ...change,
  };
  const frozen = JSON.stringify(received);
  const { headers } = rewrite(input, endpoint);
  expect(JSON.stringify(received)).toBe(frozen);
  return headers;
}

const valuesOf = (headers: readonly string[], name: string): string[] =>
  headers.filter((_, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === name);

describe('rewrite', () => {
  it("puts Host first, the client's fields after it, and ours last", () => {
    expect(headersFor(['X-B', '1', 'Host', 'a.test', 'X-A', '2'])).toEqual([
      'Host',
      'a.test',
      'X-B',
      '1',
      'X-A',
      '2',
      'Via',
      '1.1 hostler',
      'X-Request-Id',
      'id-1',
      'X-Forwarded-For',
      '192.0.2.1',
      'X-Forwarded-Proto',
      'http',
      'X-Forwarded-Port',
      '8080',
      'X-Real-IP',
      '192.0.2.1',
      'Forwarded',
      'for=192.0.2.1;host=a.test;proto=http',
      'X-Forwarded-Host',
      'a.test',
    ]);
  });

  it.each([
    { name: "the client's", change: {}, host: 'a.test' },
    {
      name: "the endpoint's where the client sent none",
      change: { hop: { peer, host: '' } },
      host: '10.0.0.1:9090',
    },
    { name: "the endpoint's", change: { hostHeader: 'endpoint' }, host: '10.0.0.1:9090' },
    { name: 'a name', change: { hostHeader: { name: 'b.test' } }, host: 'b.test' },
  ] as const)('makes Host $name', ({ change, host }) => {
    expect(valuesOf(headersFor(['Host', 'a.test'], change), 'host')).toEqual([host]);
  });

  it('announces trailers only with a body in chunks', () => {
    const received = ['Trailer', 'X-Sum'];
    expect(valuesOf(headersFor(received), 'trailer')).toEqual([]);
    expect(valuesOf(headersFor(received, { framing: { kind: 'length', length: 5 } }), 'trailer')).toEqual([]);
    expect(valuesOf(headersFor(received, { framing: { kind: 'chunked' } }), 'trailer')).toEqual(['X-Sum']);
  });

  it('leaves framing and Expect to the upstream client', () => {
    const headers = headersFor([
      'Content-Length',
      '5',
      'Expect',
      '100-continue',
      'Transfer-Encoding',
      'chunked',
    ]);
    expect(
      ['content-length', 'expect', 'transfer-encoding'].flatMap((name) => valuesOf(headers, name)),
    ).toEqual([]);
  });

  it.each([
    { version: '1.1', te: ['trailers'] },
    { version: '1.0', te: [] },
  ])('asks for trailers for a client of HTTP/$version', ({ version, te }) => {
    const request = { method: 'GET', target: '/', httpVersion: version, headers: ['TE', 'trailers'], peer };
    expect(valuesOf(headersFor(request.headers, { request }), 'te')).toEqual(te);
  });

  it('asks for a WebSocket where the client does', () => {
    const headers = headersFor(['Connection', 'Upgrade', 'Upgrade', 'websocket'], { upgrade: true });
    expect([valuesOf(headers, 'connection'), valuesOf(headers, 'upgrade')]).toEqual([
      ['Upgrade'],
      ['websocket'],
    ]);
  });

  it('counts Max-Forwards down where it applies, and passes it on elsewhere', () => {
    const received = ['Max-Forwards', '5'];
    expect(valuesOf(headersFor(received, { maxForwards: 5 }), 'max-forwards')).toEqual(['4']);
    expect(valuesOf(headersFor(received), 'max-forwards')).toEqual(['5']);
  });
});
