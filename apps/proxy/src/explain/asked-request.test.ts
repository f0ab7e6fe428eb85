import { describe, expect, it } from 'vitest';
import { askedRequest } from './asked-request.ts';

describe('askedRequest', () => {
  it('takes host, target and port from the URL as they are written', () => {
    const asked = askedRequest({ url: 'http://Shop.Example:8080/a/../b%2f?x=1#part' });
    expect(asked?.request).toEqual({
      method: 'GET',
      target: '/a/../b%2f?x=1',
      httpVersion: '1.1',
      headers: ['Host', 'Shop.Example:8080'],
      peer: { address: '127.0.0.1', port: 0, localPort: 8080, tls: false },
    });
  });

  it.each([
    { url: 'http://shop.example', target: '/', port: 80, tls: false },
    { url: 'https://shop.example?x', target: '/?x', port: 443, tls: true },
    { url: 'HTTPS://[::1]:8443/a', target: '/a', port: 8443, tls: true },
  ])('reads $url', ({ url, target, port, tls }) => {
    expect(askedRequest({ url })?.request).toMatchObject({ target, peer: { localPort: port, tls } });
  });

  it.each(['shop.example/a', 'ftp://shop.example/', 'http:///a', ''])('has no answer to "%s"', (url) => {
    expect(askedRequest({ url })).toBeNull();
  });

  it("sends the question's own Host in place of the URL's", () => {
    const asked = askedRequest({ url: 'http://127.0.0.1:8080/', headers: ['host', 'shop.example'] });
    expect(asked?.request.headers).toEqual(['host', 'shop.example']);
  });

  it.each([
    { name: 'a WebSocket handshake', headers: ['Upgrade', 'WebSocket'], upgrade: true, unmet: false },
    { name: 'another upgrade', headers: ['Upgrade', 'h2c'], upgrade: false, unmet: false },
    { name: '100-continue', headers: ['Expect', '100-Continue'], upgrade: false, unmet: false },
    { name: 'another expectation', headers: ['Expect', 'the worst'], upgrade: false, unmet: true },
  ])('knows $name', ({ headers, upgrade, unmet }) => {
    const asked = askedRequest({ url: 'http://shop.example/', headers });
    expect(asked).toMatchObject({ upgrade, unmetExpectation: unmet });
  });
});
