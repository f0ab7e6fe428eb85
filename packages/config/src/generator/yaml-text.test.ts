import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scalar, serviceText } from './yaml-text.ts';

describe('scalar', () => {
  it.each([
    ['a word', 'my-service', 'my-service'],
    ['an IPv4 address', '10.0.0.1', '10.0.0.1'],
    ['an IPv6 address', '::1', "'::1'"],
    ['a wildcard', '*.example.com', "'*.example.com'"],
    ['a number', '1e3', "'1e3'"],
    ['a boolean', 'true', "'true'"],
    ['a boolean of old YAML', 'No', "'No'"],
    ['a quote', "it's", "'it''s'"],
    ['what older versions take for a number', 'e2', "'e2'"],
  ])('writes %s', (_name, text, yaml) => {
    expect(scalar(text)).toBe(yaml);
  });

  it('comes back as the same text from either version of YAML', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.:*'"#-]{1,20}$/), (text) => {
        expect(parse(`a: ${scalar(text)}`)).toEqual({ a: text });
        expect(parse(`a: ${scalar(text)}`, { version: '1.1' })).toEqual({ a: text });
      }),
    );
  });
});

describe('serviceText', () => {
  it('writes one domain as domain, several as domains', () => {
    const endpoints = [{ address: '127.0.0.1', port: 80 }];
    expect(serviceText({ name: 'a', domains: ['a.example'], endpoints })).toContain(
      '      domain: a.example\n',
    );
    expect(serviceText({ name: 'a', domains: ['a.example', 'localhost'], endpoints })).toContain(
      '      domains:\n        - a.example\n        - localhost\n',
    );
  });
});
