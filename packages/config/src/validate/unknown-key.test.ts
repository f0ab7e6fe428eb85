import { describe, expect, it } from 'vitest';
import { fieldsNotBuiltYet } from '../schema/not-built-yet.ts';
import { unknownKey } from './unknown-key.ts';

describe('unknownKey', () => {
  it.each([
    ['a typing mistake', ['proxy', 'listen'], 'addres', 'did you mean address?'],
    ['another style', ['proxy', 'services', 0], 'strip_prefix', 'did you mean stripPrefix?'],
    ['a singular', ['proxy', 'services', 0], 'host', 'did you mean hosts?'],
    ['a mistake behind `false or a map`', ['proxy', 'admin'], 'prot', 'did you mean port?'],
    ['a mistake in an inherited block', ['proxy', 'defaults', 'retry'], 'attempt', 'did you mean attempts?'],
    ['what belongs under proxy', [], 'services', 'indent it under proxy'],
    [
      'a block of services directly under proxy',
      ['proxy'],
      'timeouts',
      'move it under proxy.defaults for all services, or into one service',
    ],
    ['what belongs into a service', ['proxy'], 'domain', 'move it into an entry of proxy.services'],
    [
      'a global key inside a service',
      ['proxy', 'services', 0],
      'trustedProxies',
      'move it directly under proxy',
    ],
    [
      'a key of a block in a service',
      ['proxy', 'services', 0],
      'panicThreshold',
      'move it into loadBalancing',
    ],
    ['something unheard of', ['proxy'], 'x', 'remove it, or correct its name'],
  ])('explains %s', (_name, path, key, fix) => {
    expect(unknownKey(path, key)).toMatchObject({
      kind: 'unknown-key',
      at: 'key',
      path: [...path, key],
      fix,
    });
  });

  it('lists what the block has', () => {
    expect(unknownKey(['proxy', 'listen'], 'x').expected).toBe('one of address, port');
  });

  it.each([
    ['a service', ['proxy', 'services', 7], 'cache'],
    ['the defaults', ['proxy', 'defaults'], 'slo'],
    ['a block of a service', ['proxy', 'services', 0, 'limits'], 'rate'],
    ['a block of the defaults', ['proxy', 'defaults', 'discovery'], 'namespace'],
    ['an endpoint', ['proxy', 'services', 0, 'hosts', 2], 'upstreamTls'],
    ['the admin side', ['proxy', 'admin'], 'tls'],
  ])('tells what is not built yet in %s from what is unknown', (_name, path, key) => {
    expect(unknownKey(path, key)).toEqual({
      kind: 'not-built-yet',
      path: [...path, key],
      at: 'key',
      got: `"${key}", which is not built yet`,
      expected: 'only what this version can do',
      fix: 'remove it',
    });
  });
});

describe('fieldsNotBuiltYet', () => {
  it.each([...fieldsNotBuiltYet])('names nothing that is built: %s', (path) => {
    const steps = path.replaceAll('[]', '.0').split('.');
    const parent = steps.slice(0, -1).map((step) => (step === '0' ? 0 : step));
    const key = steps.at(-1) ?? '';
    const other = unknownKey(parent, 'zzzzzzzz').expected;
    expect(other).toMatch(/^one of /);
    expect(other.slice('one of '.length).split(', ')).not.toContain(key);
  });
});
