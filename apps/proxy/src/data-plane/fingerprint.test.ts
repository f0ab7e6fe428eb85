import { defineConfig } from '@hostler/config';
import type { ServiceConfig } from '@hostler/config';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fingerprinter, rememberFingerprint } from './fingerprint.ts';

function service(settings: object = {}): ServiceConfig {
  const [first] = defineConfig({
    proxy: {
      services: [
        { name: 'shop', domain: 'shop.test', hosts: [{ address: '192.0.2.1', port: 1 }], ...settings },
      ],
    },
  }).services;
  if (first === undefined) throw new Error('no service');
  return first;
}

describe('the fingerprint of a service', () => {
  it('is the same for the same configuration in another object', () => {
    expect(new Fingerprinter().service(service())).toBe(new Fingerprinter().service(service()));
  });

  it.each([
    { name: 'a time limit', settings: { timeouts: { idle: '7s' } } },
    { name: 'a weight', settings: { hosts: [{ address: '192.0.2.1', port: 1, weight: 2 }] } },
    { name: 'a domain', settings: { domain: 'other.test' } },
    { name: 'what is turned off', settings: { outlierDetection: false } },
  ])('is another one with another value of $name', ({ settings }) => {
    expect(new Fingerprinter().service(service(settings))).not.toBe(new Fingerprinter().service(service()));
  });

  it('is what somebody else computed for that very object', () => {
    const config = service();
    rememberFingerprint(config, 'computed elsewhere');
    expect(new Fingerprinter().service(config)).toBe('computed elsewhere');
    expect(new Fingerprinter().service(service())).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the fingerprint of a value', () => {
  it('does not depend on the order of keys, and depends on all else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const fingerprints = new Fingerprinter();
        expect(fingerprints.value(reversed(one))).toBe(fingerprints.value(one));
        const isSame = sorted(one) === sorted(other);
        expect(fingerprints.value(one) === fingerprints.value(other)).toBe(isSame);
      }),
    );
  });

  it('depends on the order of lists', () => {
    const fingerprints = new Fingerprinter();
    expect(fingerprints.value([1, 2])).not.toBe(fingerprints.value([2, 1]));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** What is compared is JSON: it has no -0. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
