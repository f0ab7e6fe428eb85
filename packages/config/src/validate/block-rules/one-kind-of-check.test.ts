import { describe, expect, it } from 'vitest';
import type { HealthCheckConfig } from '../../service-config.ts';
import { errorLines, load, service, withServices } from '../../test-support.ts';

function checked(own: string, defaults: string): string {
  const text = withServices(service('a', `domain: a.example${own === '' ? '' : `, healthCheck: ${own}`}`));
  return defaults === ''
    ? text
    : text.replace('proxy:\n', `proxy:\n  defaults: {healthCheck: ${defaults}}\n`);
}

function checkOf(own: string, defaults: string): HealthCheckConfig | null | undefined {
  return load(checked(own, defaults)).services[0]?.healthCheck;
}

describe('oneKindOfCheck', () => {
  it.each([
    ['http without a path', '{type: http}', '', 'services[0].healthCheck.type: got "http" without a path'],
    [
      'the same in the defaults',
      '{}',
      '{type: http}',
      'defaults.healthCheck.type: got "http" without a path',
    ],
    [
      'a path to connect to',
      '{type: tcp, path: /}',
      '',
      'services[0].healthCheck.path: got path beside type: tcp',
    ],
    [
      'statuses of nothing',
      '{expect: [200]}',
      '',
      'services[0].healthCheck.expect: got expect without a path',
    ],
    [
      'the body of a HEAD',
      '{path: /, method: HEAD, expectBody: ok}',
      '',
      'services[0].healthCheck.expectBody: got expectBody beside method: HEAD',
    ],
  ])('refuses %s', (_name, own, defaults, start) => {
    const [line = '', ...others] = errorLines(checked(own, defaults));
    expect(others).toEqual([]);
    expect(line).toContain(` proxy.${start}, expected `);
  });
});

describe('healthCheck', () => {
  const rhythm = {
    intervalMs: 5_000,
    changingIntervalMs: 1_000,
    timeoutMs: 2_000,
    rise: 2,
    fall: 3,
    jitterPercent: 20,
  };
  const http = {
    kind: 'http',
    ...rhythm,
    path: '/healthz',
    method: 'GET',
    host: null,
    expect: [{ from: 200, to: 299 }],
    expectBody: null,
  };

  it.each([
    ['off until it is written', '', '', null],
    ['a connect check when it is empty', '{}', '', { kind: 'tcp', ...rhythm }],
    ['a request when there is a path', '{path: /healthz}', '', http],
    ['a request when the path is inherited', '{rise: 5}', '{path: /healthz}', { ...http, rise: 5 }],
    [
      'a request when only the path is its own',
      '{path: /healthz}',
      '{type: tcp, fall: 1}',
      { ...http, fall: 1 },
    ],
    ['a connect check over an inherited path', '{type: tcp}', '{path: /healthz}', { kind: 'tcp', ...rhythm }],
    ['on for all', '', '{path: /healthz}', http],
    ['off for one of all', 'false', '{path: /healthz}', null],
    ['on again over false, without what was turned off', '{}', 'false', { kind: 'tcp', ...rhythm }],
  ])('is %s', (_name, own, defaults, expected) => {
    expect(checkOf(own, defaults)).toEqual(expected);
  });

  it('takes every setting', () => {
    const written =
      '{path: "/h?x=1", method: HEAD, host: H.internal, interval: 10s, changingInterval: 500ms, timeout: 1s, rise: 1, ' +
      'fall: 2, jitter: 0, expect: [200, 300-399]}';
    expect(checkOf(written, '')).toEqual({
      kind: 'http',
      intervalMs: 10_000,
      changingIntervalMs: 500,
      timeoutMs: 1_000,
      rise: 1,
      fall: 2,
      jitterPercent: 0,
      path: '/h?x=1',
      method: 'HEAD',
      host: 'h.internal',
      expect: [
        { from: 200, to: 200 },
        { from: 300, to: 399 },
      ],
      expectBody: null,
    });
  });
});
