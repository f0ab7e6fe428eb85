import { describe, expect, it } from 'vitest';
import { admitMessage } from './admit-message.ts';
import { exchangeOf } from './testing/exchange-of.ts';

const admit = (request: Parameters<typeof exchangeOf>[0]) => admitMessage(exchangeOf(request), 'hostler');

describe('a message that is admitted', () => {
  it.each([
    {
      name: 'an origin-form target',
      request: { target: '/a?b', headers: ['Host', 'Shop.Example.:8080'] },
      expected: { host: 'shop.example', authority: 'Shop.Example.:8080', path: '/a', query: '?b' },
    },
    {
      name: 'an absolute-form target, which takes the place of Host',
      request: { target: 'http://B.example:81?c', headers: ['Host', 'a.example'] },
      expected: { host: 'b.example', authority: 'B.example:81', path: '/', query: '?c' },
    },
    {
      name: 'an asterisk-form target',
      request: { method: 'OPTIONS', target: '*' },
      expected: { host: 'a.example', path: '*', query: '' },
    },
    {
      name: 'HTTP/1.0 without Host',
      request: { httpVersion: '1.0', headers: [] },
      expected: { host: '', authority: '' },
    },
    {
      name: 'a body with a length',
      request: { headers: ['Host', 'a', 'Content-Length', '5'] },
      expected: { framing: { kind: 'length', length: 5 } },
    },
    {
      name: 'a body in chunks',
      request: { headers: ['Host', 'a', 'Transfer-Encoding', 'chunked'] },
      expected: { framing: { kind: 'chunked' } },
    },
    { name: 'no body', request: {}, expected: { framing: { kind: 'none' }, maxForwards: null } },
    {
      name: 'a limit of hops',
      request: { method: 'TRACE', headers: ['Host', 'a', 'Max-Forwards', '2'] },
      expected: { maxForwards: 2 },
    },
    {
      name: 'the Via of others',
      request: { headers: ['Host', 'a', 'Via', '1.1 other'] },
      expected: { host: 'a' },
    },
  ])('is read: $name', ({ request, expected }) => {
    expect(admit(request)).toMatchObject({ ok: true, ...expected });
  });
});

describe('a message that is refused', () => {
  it.each([
    { name: 'HTTP/0.9', request: { httpVersion: '0.9', headers: [] } },
    { name: 'no Host', request: { headers: [] } },
    { name: 'an empty Host', request: { headers: ['Host', ''] } },
    { name: 'two Hosts', request: { headers: ['Host', 'a', 'host', 'a'] } },
    { name: 'an invalid Host', request: { headers: ['Host', 'a/b'] } },
    {
      name: 'an invalid Host beside an absolute-form target',
      request: { target: 'http://a/', headers: ['Host', 'a b'] },
    },
    { name: 'an empty Host on HTTP/1.0', request: { httpVersion: '1.0', headers: ['Host', ''] } },
    { name: 'an absolute-form target without host', request: { target: 'http:///a' } },
    { name: 'an absolute-form target with user information', request: { target: 'http://u:p@a/' } },
    { name: 'a fragment', request: { target: '/a#b' } },
    { name: 'another scheme', request: { target: 'ftp://a/' } },
    { name: '* without OPTIONS', request: { target: '*' } },
    {
      name: 'two lengths',
      request: { headers: ['Host', 'a', 'Content-Length', '5', 'Content-Length', '5'] },
    },
    {
      name: 'a length with chunks',
      request: { headers: ['Host', 'a', 'Content-Length', '5', 'Transfer-Encoding', 'chunked'] },
    },
    {
      name: 'chunks on HTTP/1.0',
      request: { httpVersion: '1.0', headers: ['Transfer-Encoding', 'chunked'] },
    },
  ])('ends in a 400: $name', ({ request }) => {
    expect(admit(request)).toMatchObject({ ok: false, code: 'http_request_error' });
  });

  it.each([
    { name: 'CONNECT', request: { method: 'CONNECT', target: 'a:443' } },
    {
      name: 'a coding before chunks',
      request: { headers: ['Host', 'a', 'Transfer-Encoding', 'gzip, chunked'] },
    },
    { name: 'identity', request: { headers: ['Host', 'a', 'Transfer-Encoding', 'identity'] } },
  ])('ends in a 501: $name', ({ request }) => {
    expect(admit(request)).toMatchObject({ ok: false, code: 'not_implemented' });
  });

  it('ends in a 417 when it expects what nobody can meet', () => {
    expect(admit({ unmetExpectation: true })).toMatchObject({ ok: false, code: 'expectation_failed' });
  });

  it('ends in a 508 when it has been here before', () => {
    const headers = ['Host', 'a', 'Via', '1.1 hostler, 1.1 other'];
    expect(admit({ headers })).toMatchObject({ ok: false, code: 'proxy_loop_detected' });
  });

  it('never has what the client sent in the line for the log', () => {
    const refusals = [
      { target: '/secret#' },
      { target: 'secret://secret' },
      { headers: ['Host', 'secret/'] },
      { headers: ['Host', 'a', 'Transfer-Encoding', 'secret'] },
      { headers: ['Host', 'a', 'Content-Length', 'secret'] },
    ].map(admit);
    expect(refusals.map((refusal) => refusal.ok)).toEqual([false, false, false, false, false]);
    expect(JSON.stringify(refusals)).not.toContain('secret');
  });
});
