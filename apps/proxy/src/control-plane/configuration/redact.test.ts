import { defineConfig } from '@hostler/config';
import { expect, it } from 'vitest';
import { redact } from './redact.ts';

const config = defineConfig({
  proxy: {
    secret: 'signing-key-of-the-proxy',
    admin: { token: 'token-of-the-operators' },
    services: [
      { name: 'plain', domain: 'plain.test', hosts: [{ address: '192.0.2.1', port: 1 }] },
      { name: 'other', domain: 'other.test', hosts: [{ address: '192.0.2.1', port: 1 }] },
    ],
    tests: [
      {
        request: {
          url: 'http://who:pass-of-a-url@plain.test/',
          headers: { Authorization: 'Bearer of-a-test', Accept: '*/*' },
        },
        expect: { service: 'plain' },
      },
    ],
  },
});

it('hides secrets, passwords in URLs and credentials of requests, and nothing else', () => {
  const shown = redact(config);
  expect(shown).toEqual({
    ...config,
    secret: '[redacted]',
    admin: { ...config.admin, token: '[redacted]' },
    tests: [
      {
        ...config.tests[0],
        request: {
          ...config.tests[0]?.request,
          url: 'http://who:[redacted]@plain.test/',
          headers: { authorization: '[redacted]', accept: '*/*' },
        },
      },
    ],
  });
  expect(JSON.stringify(shown)).not.toMatch(/signing-key|token-of|pass-of|of-a-test/);
});

it('says that a secret is not set', () => {
  expect(redact({ secret: null, admin: { token: null } })).toEqual({ secret: null, admin: { token: null } });
});

it('copies only what holds a secret', () => {
  const shown = redact(config);
  expect(shown.services).toBe(config.services);
  expect(shown).not.toBe(config);
});

it.each([
  { text: 'redis://:hunter2@cache.test:6379/0', shown: 'redis://:[redacted]@cache.test:6379/0' },
  { text: 'http://a:b:c@x.test', shown: 'http://a:[redacted]@x.test' },
  { text: 'http://x.test:80/a@b', shown: 'http://x.test:80/a@b' },
  {
    text: 'see http://a:b@x.test and //c:d@y.test',
    shown: 'see http://a:[redacted]@x.test and //c:[redacted]@y.test',
  },
])('shows $text without its password', ({ text, shown }) => {
  expect(redact({ url: text })).toEqual({ url: shown });
});
