import { describe, expect, it } from 'vitest';
import { foreignPage } from './foreign-page.ts';

const own = { host: 'localhost', port: 9901 };

describe('a page of somebody else', () => {
  it.each([
    { name: 'a shell', method: 'POST', headers: [] },
    {
      name: 'the status page',
      method: 'POST',
      headers: ['Origin', 'http://localhost:9901', 'Sec-Fetch-Site', 'same-origin'],
    },
    { name: 'the address bar', method: 'GET', headers: ['Sec-Fetch-Site', 'none'] },
    {
      name: 'a page of the same machine that only reads',
      method: 'GET',
      headers: ['Origin', 'http://localhost:3000', 'Sec-Fetch-Site', 'same-site'],
    },
  ])('is not $name', ({ method, headers }) => {
    expect(foreignPage(method, headers, own)).toBeNull();
  });

  it.each([
    { name: 'another site', origin: 'http://evil.example' },
    { name: 'another port', origin: 'http://localhost:3000' },
    { name: 'another scheme', origin: 'https://localhost:9901' },
    { name: 'another name of this machine', origin: 'http://127.0.0.1:9901' },
    { name: 'a sandbox', origin: 'null' },
    { name: 'an extension', origin: 'chrome-extension://abc' },
    { name: 'nonsense', origin: 'localhost:9901' },
  ])('changes nothing from $name', ({ origin }) => {
    expect(foreignPage('POST', ['Origin', origin], own)).toBe('other-origin');
    expect(foreignPage('POST', ['Origin', 'http://localhost:9901', 'Origin', origin], own)).toBe(
      'other-origin',
    );
  });

  it('does not even read, where the browser says that it is of another site', () => {
    expect(foreignPage('GET', ['Sec-Fetch-Site', 'cross-site'], own)).toBe('cross-site');
    expect(foreignPage('POST', ['Sec-Fetch-Site', 'Cross-Site'], own)).toBe('cross-site');
  });

  it.each([
    { host: 'localhost', port: null, origin: 'http://localhost' },
    { host: 'localhost', port: 80, origin: 'http://localhost:80' },
    { host: '[::1]', port: 9901, origin: 'http://[::1]:9901' },
    { host: 'admin.example.com', port: 80, origin: 'http://ADMIN.example.com' },
  ])('is not $origin for $host:$port', ({ host, port, origin }) => {
    expect(foreignPage('POST', ['Origin', origin], { host, port })).toBeNull();
  });
});
