import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthority } from './authority.ts';

/** A text as it arrives: UTF-8, one character an octet. */
function onTheWire(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

describe('parseAuthority', () => {
  it.each([
    { name: 'a name', value: 'example.com', host: 'example.com', port: null },
    { name: 'a name and a port', value: 'example.com:8080', host: 'example.com', port: 8080 },
    { name: 'an empty port', value: 'example.com:', host: 'example.com', port: null },
    { name: 'the highest port', value: 'a:65535', host: 'a', port: 65_535 },
    { name: 'a port with leading zeros', value: 'a:0080', host: 'a', port: 80 },
    { name: 'capitals', value: 'EXAMPLE.Com', host: 'example.com', port: null },
    { name: 'a trailing dot', value: 'example.com.', host: 'example.com', port: null },
    { name: 'a trailing dot and a port', value: 'example.com.:81', host: 'example.com', port: 81 },
    { name: 'a single label', value: 'localhost', host: 'localhost', port: null },
    { name: 'an underscore', value: '_dmarc.my_service', host: '_dmarc.my_service', port: null },
    { name: 'a hyphen at an end', value: '-a-.example', host: '-a-.example', port: null },
    { name: 'a label of digits that is not the last', value: '1.2.example', host: '1.2.example', port: null },
    { name: 'a last label that begins with a digit', value: 'a.1b', host: 'a.1b', port: null },
    { name: 'IPv4', value: '127.0.0.1:80', host: '127.0.0.1', port: 80 },
    { name: 'IPv4 with a trailing dot', value: '127.0.0.1.', host: '127.0.0.1', port: null },
    { name: 'IPv6', value: '[::1]', host: '[::1]', port: null },
    { name: 'IPv6, not canonical, and a port', value: '[2001:DB8:0::1]:80', host: '[2001:db8::1]', port: 80 },
    { name: 'percent-encoded ASCII', value: 'ex%61mple.com', host: 'example.com', port: null },
    { name: 'percent-encoded UTF-8', value: 'b%C3%BCcher.de', host: 'xn--bcher-kva.de', port: null },
    { name: 'raw UTF-8', value: onTheWire('Bücher.de:81'), host: 'xn--bcher-kva.de', port: 81 },
    { name: 'a label of 63', value: `${'a'.repeat(63)}.b`, host: `${'a'.repeat(63)}.b`, port: null },
    { name: 'a name of 253', value: 'a.'.repeat(126) + 'a', host: 'a.'.repeat(126) + 'a', port: null },
  ])('reads $name', ({ value, host, port }) => {
    expect(parseAuthority(value)).toEqual({ host, port });
  });

  it.each([
    { name: 'nothing', value: '' },
    { name: 'a port without a host', value: ':80' },
    { name: 'a dot alone', value: '.' },
    { name: 'a leading dot', value: '.example.com' },
    { name: 'two trailing dots', value: 'example.com..' },
    { name: 'an empty label', value: 'a..b' },
    { name: 'a space inside', value: 'exa mple.com' },
    { name: 'a space at the end', value: 'example.com ' },
    { name: 'a tab', value: 'example.com\t' },
    { name: 'NUL', value: 'example.com\0' },
    { name: 'user information', value: 'user@example.com' },
    { name: 'a path', value: 'example.com/' },
    { name: 'a query', value: 'example.com?x' },
    { name: 'a fragment', value: 'example.com#x' },
    { name: 'a backslash', value: String.raw`example.com\x` },
    { name: 'a list', value: 'a.example,b.example' },
    { name: 'a wildcard', value: '*.example.com' },
    { name: 'a URL', value: 'http://example.com' },
    { name: 'a port that is a word', value: 'a:http' },
    { name: 'a signed port', value: 'a:+80' },
    { name: 'a port above 65535', value: 'a:65536' },
    { name: 'an endless port', value: `a:${'9'.repeat(3000)}` },
    { name: 'two ports', value: 'a:80:80' },
    { name: 'IPv6 without brackets', value: '::1' },
    { name: 'IPv6 with an open bracket', value: '[::1' },
    { name: 'IPv6 and something behind it', value: '[::1]a' },
    { name: 'an IPv6 zone', value: '[fe80::1%25eth0]' },
    { name: 'an address of the future', value: '[v1.a]' },
    { name: 'empty brackets', value: '[]' },
    { name: 'a name in brackets', value: '[a]' },
    { name: 'an IPv4 number out of range', value: '256.0.0.1' },
    { name: 'IPv4 with three numbers', value: '127.0.1' },
    { name: 'IPv4 in octal', value: '0177.0.0.1' },
    { name: 'IPv4 in hexadecimal', value: '0x7f.0.0.0x1' },
    { name: 'a number', value: '2130706433' },
    { name: 'IPv4 in fullwidth digits', value: onTheWire('１.２') },
    { name: 'a half escape', value: 'a%4' },
    { name: 'an escape of something else', value: 'a%zz' },
    { name: 'an encoded slash', value: 'a%2Fb' },
    { name: 'an encoded NUL', value: 'a%00' },
    { name: 'a twice encoded letter', value: 'a%2541' },
    { name: 'a twice encoded letter after UTF-8', value: onTheWire('ü%2541') },
    { name: 'octets that are no UTF-8', value: 'b\xfccher.de' },
    { name: 'a character that IDNA maps to a slash', value: onTheWire('℀.com') },
    { name: 'a soft hyphen alone', value: onTheWire('\u00ad') },
    { name: 'a label of 64', value: `${'a'.repeat(64)}.b` },
    { name: 'a name of 255', value: 'a.'.repeat(127) + 'a' },
    { name: 'something enormous', value: 'ü'.repeat(100_000) },
  ])('refuses $name', ({ value }) => {
    expect(parseAuthority(value)).toBe(null);
  });

  it('agrees with URL on every domain, address and port', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    );
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
    fc.assert(
      fc.property(host, port, fc.boolean(), (name, number, capitals) => {
        const written = capitals ? name.toUpperCase() : name;
        const { hostname } = new URL(`http://${written}`);
        expect(parseAuthority(number === null ? written : `${written}:${number}`)).toEqual({
          host: hostname,
          port: number,
        });
      }),
    );
  });

  it('accepts no host that URL refuses, and gives it the same name', () => {
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 12 }).map((octets) => Buffer.from(octets).toString('latin1')),
      fc.stringMatching(/^[a-zA-Z0-9.:[\]%_-]{1,20}$/),
    );
    fc.assert(
      fc.property(value, (text) => {
        const authority = parseAuthority(text);
        fc.pre(authority !== null);
        const { hostname } = new URL(`http://${Buffer.from(text, 'latin1').toString('utf8')}`);
        expect(hostname.replace(/\.$/, '')).toBe(authority.host);
      }),
      { numRuns: 500 },
    );
  });

  it('changes what it made canonical no further', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV6().map((address) => `[${address}]`),
    );
    fc.assert(
      fc.property(host, (text) => {
        const authority = parseAuthority(text.toUpperCase());
        expect(parseAuthority(authority?.host ?? '')).toEqual(authority);
      }),
    );
  });
});
