import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthority } from './authority.ts';
import { normaliseHost } from './host.ts';

describe('normaliseHost', () => {
  it.each([
    { host: 'Example.COM.', canonical: 'example.com' },
    { host: 'Bücher.example', canonical: 'xn--bcher-kva.example' },
    { host: 'straße.example', canonical: 'xn--strae-oqa.example' },
    { host: 'ａ。ｃｏｍ', canonical: 'a.com' },
    { host: '192.0.2.1', canonical: '192.0.2.1' },
    { host: '::1', canonical: '[::1]' },
    { host: '[2001:DB8::]', canonical: '[2001:db8::]' },
    { host: '', canonical: null },
    { host: 'example.com:80', canonical: null },
    { host: '[::1]:80', canonical: null },
    { host: '[::1', canonical: null },
    { host: '1.2.3', canonical: null },
    { host: 'a b', canonical: null },
    { host: 'a%41', canonical: null },
    { host: 'ü%41', canonical: null },
    { host: '*.example.com', canonical: null },
    { host: 'ü/x', canonical: null },
  ])('writes "$host" as $canonical', ({ host, canonical }) => {
    expect(normaliseHost(host)).toBe(canonical);
  });

  it('gives a configured host the form that a request for it has', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9\u00c0-\u024f\u0370-\u03ff\u3040-\u30ff]{1,8}$/);
    const name = fc.oneof(
      fc.domain(),
      fc.ipV6(),
      fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
    );
    fc.assert(
      fc.property(name, (text) => {
        const host = normaliseHost(text);
        fc.pre(host !== null);
        const written = text.includes(':') && !text.startsWith('[') ? `[${text}]` : text;
        expect(parseAuthority(Buffer.from(written, 'utf8').toString('latin1'))?.host).toBe(host);
      }),
    );
  });
});
