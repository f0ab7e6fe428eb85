import { describe, expect, test } from 'vitest';
import { createAffinity } from './affinity.ts';
import type { Affinity } from './affinity.ts';
import { murmur3 } from './murmur3.ts';
import { clientAt, requestOf } from './testing/requests.ts';

type Input = Parameters<typeof createAffinity>[0];

const one = '10.0.0.1:80';
const two = '10.0.0.2:80';
const secret = 'of a test';

function serviceOf(loadBalancing: Partial<Input['loadBalancing']>, name = 'shop'): Input {
  return {
    name,
    loadBalancing: {
      policy: 'round-robin',
      hashOn: null,
      sticky: null,
      slowStartMs: null,
      panicThresholdPercent: 0,
      ...loadBalancing,
    },
  };
}

function sticky({
  maxAgeMs = null,
  name = 'shop',
  key = secret,
  endpoints = [one, two],
}: {
  readonly maxAgeMs?: number | null;
  readonly name?: string;
  readonly key?: string;
  readonly endpoints?: readonly string[];
} = {}): Affinity {
  const affinity = createAffinity(serviceOf({ sticky: { cookie: 'at', maxAgeMs } }, name), key);
  if (affinity === null) throw new Error('a sticky service has an affinity');
  affinity.update(endpoints);
  return affinity;
}

/** A request with the cookie that binds it to an endpoint, as a browser sends it back. */
function boundTo(endpoint: string, by: Affinity): ReturnType<typeof requestOf> {
  const [pair] = (by.setCookie(endpoint, requestOf({}), false) ?? '').split(';', 1);
  return requestOf({ headers: ['Cookie', `lang=en; ${pair ?? ''}`] });
}

describe('affinity', () => {
  test('is none for a service that is indifferent', () => {
    expect(createAffinity(serviceOf({}), secret)).toBeNull();
  });

  test('hashes the client unless told otherwise', () => {
    const affinity = createAffinity(serviceOf({ policy: 'consistent-hash' }), null);
    expect(affinity?.hash(requestOf({}), clientAt('::1'))).toBe(murmur3('::1'));
    expect(affinity?.preferred(requestOf({}))).toBeNull();
    expect(affinity?.setCookie(one, requestOf({}), false)).toBeNull();
  });

  test('does not hash for a service that is only sticky', () => {
    expect(sticky().hash(requestOf({}), clientAt('::1'))).toBeNull();
  });

  test('refuses to sign without a secret', () => {
    expect(() => createAffinity(serviceOf({ sticky: { cookie: 'at', maxAgeMs: null } }), null)).toThrow(
      'secret',
    );
  });
});

describe('the sticky cookie', () => {
  test('is set for the endpoint that answered, and recognised', () => {
    const affinity = sticky();
    expect(affinity.setCookie(two, requestOf({}), false)).toMatch(
      /^at=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(affinity.preferred(boundTo(two, affinity))).toBe(two);
    expect(affinity.preferred(boundTo(one, affinity))).toBe(one);
  });

  test('is Secure for a client that is', () => {
    expect(sticky().setCookie(one, requestOf({}), true)).toMatch(/; Secure$/);
  });

  test('lives as long as it is told, in whole seconds', () => {
    expect(sticky({ maxAgeMs: 90_500 }).setCookie(one, requestOf({}), false)).toMatch(/; Max-Age=91$/);
  });

  test('is not set again while it names the endpoint that answered', () => {
    const affinity = sticky();
    expect(affinity.setCookie(one, boundTo(one, affinity), false)).toBeNull();
    expect(affinity.setCookie(two, boundTo(one, affinity), false)).toMatch(/^at=/);
  });

  test('means nothing once its endpoint is gone, and something again once that is back', () => {
    const affinity = sticky();
    const request = boundTo(two, affinity);
    affinity.update([one]);
    expect(affinity.preferred(request)).toBeNull();
    expect(affinity.setCookie(two, requestOf({}), false)).toBeNull();
    affinity.update([one, two]);
    expect(affinity.preferred(request)).toBe(two);
  });

  test('is the same on every replica with the same secret', () => {
    expect(sticky().preferred(boundTo(two, sticky({ endpoints: [two, one] })))).toBe(two);
  });

  test.each([
    { name: 'of another service', by: sticky({ name: 'shop2' }) },
    { name: 'signed with another secret', by: sticky({ key: 'of somebody else' }) },
    // The parts put one after the other would be the same.
    {
      name: 'of names that meet at another place',
      by: sticky({ name: 'shop1', endpoints: ['0.0.0.1:80', one] }),
    },
  ])('is refused when $name', ({ by }) => {
    expect(sticky().preferred(boundTo(one, by))).toBeNull();
  });

  test.each([
    { name: 'the address', value: one },
    { name: 'nothing', value: '' },
    { name: 'a made up digest', value: 'AAAAAAAAAAAAAAAAAAAAAA' },
  ])('is refused when it holds $name', ({ value }) => {
    expect(sticky().preferred(requestOf({ headers: ['Cookie', `at=${value}`] }))).toBeNull();
  });

  test('does not reveal the address', () => {
    expect(sticky().setCookie(one, requestOf({}), false)).not.toContain('10.0');
  });

  test('counts when an unknown one with its name comes first', () => {
    const affinity = sticky();
    const cookie = boundTo(two, affinity).headers[1] ?? '';
    expect(affinity.preferred(requestOf({ headers: ['Cookie', 'at=old', 'Cookie', cookie] }))).toBe(two);
  });
});
