import { expect, it } from 'vitest';
import { documentSchema } from '../schema/proxy.ts';
import { blockAt } from '../validate/schema-at.ts';
import type { Path } from '../problem.ts';
import { fieldsOf } from './fields.ts';
import type { FieldDescription } from './fields.ts';

function fieldAt(path: Path, key: string): FieldDescription {
  const block = blockAt(documentSchema, path);
  const field = block === null ? undefined : fieldsOf(block).find((each) => each.key === key);
  if (field === undefined) throw new Error(`no field ${key}`);
  return field;
}

it.each([
  ['a default', ['proxy'], 'via', { kind: 'value', value: 'hostler' }],
  ['a default that is inherited', ['proxy', 'services', 0, 'retry'], 'attempts', { kind: 'value', value: 3 }],
  ['that it is required', ['proxy', 'services', 0], 'name', { kind: 'required' }],
  ['that nothing holds in its place', ['proxy', 'services', 0], 'domain', { kind: 'none' }],
])('says %s', (_name, path, key, expected) => {
  expect(fieldAt(path, key).default).toEqual(expected);
});

it('says what a scalar, a list, a block and a block or false take', () => {
  expect(fieldAt(['proxy', 'listen'], 'port').takes).toBe('a port from 0 to 65535');
  expect(fieldAt(['proxy'], 'trustedProxies').takes).toBe(
    'a list; each entry an IP address or a network such as 10.1.2.0/24',
  );
  expect(fieldAt(['proxy'], 'services')).toMatchObject({ takes: null, list: true, orFalse: false });
  expect(fieldAt(['proxy'], 'admin')).toMatchObject({ takes: null, list: false, orFalse: true });
});

it.each([
  [['proxy']],
  [['proxy', 'listen']],
  [['proxy', 'admin']],
  [['proxy', 'overload']],
  [['proxy', 'shutdown']],
  [['proxy', 'tests', 0]],
  [['proxy', 'tests', 0, 'request']],
  [['proxy', 'tests', 0, 'expect']],
  [['proxy', 'accessLog']],
  [['proxy', 'defaults']],
  [['proxy', 'services', 0]],
  [['proxy', 'services', 0, 'routes', 0]],
  [['proxy', 'services', 0, 'hosts', 0]],
  [['proxy', 'services', 0, 'loadBalancing']],
  [['proxy', 'services', 0, 'loadBalancing', 'sticky']],
  [['proxy', 'services', 0, 'discovery']],
  [['proxy', 'services', 0, 'healthCheck']],
  [['proxy', 'services', 0, 'outlierDetection']],
  [['proxy', 'services', 0, 'circuitBreaker']],
  [['proxy', 'services', 0, 'timeouts']],
  [['proxy', 'services', 0, 'retry']],
  [['proxy', 'services', 0, 'retry', 'hedge']],
  [['proxy', 'services', 0, 'limits']],
  [['proxy', 'services', 0, 'limits', 'queue']],
  [['proxy', 'services', 0, 'limits', 'adaptiveConcurrency']],
])('has a sentence for every key of %j', (path) => {
  const block = blockAt(documentSchema, path);
  expect(block?.description).toMatch(/\.$/);
  for (const field of block === null ? [] : fieldsOf(block))
    expect(field.description).toMatch(/^[A-Z`].*\.$/);
});
