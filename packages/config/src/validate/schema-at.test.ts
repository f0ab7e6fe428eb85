import { expect, it } from 'vitest';
import { documentSchema } from '../schema/proxy.ts';
import { blockAt } from './schema-at.ts';

const timeouts = ['connect', 'acquire', 'responseHeader', 'idle', 'tunnel', 'request'];

it.each([
  ['the document', [], ['proxy']],
  ['a block with a default', ['proxy', 'listen'], ['address', 'port']],
  ['a block that may be false', ['proxy', 'admin'], ['address', 'port', 'token', 'hosts', 'api']],
  ['an entry of a list', ['proxy', 'services', 4, 'hosts', 1], ['address', 'port', 'weight', 'backup']],
  ['an inherited block', ['proxy', 'defaults', 'timeouts'], timeouts],
  [
    'a block inside another that may be false',
    ['proxy', 'services', 0, 'loadBalancing', 'sticky'],
    ['cookie', 'maxAge'],
  ],
])('finds %s', (_name, path, keys) => {
  expect(Object.keys(blockAt(documentSchema, path)?.shape ?? {})).toEqual(keys);
});

it.each([
  ['a scalar', ['proxy', 'via']],
  ['a list', ['proxy', 'services']],
  ['inside a scalar', ['proxy', 'via', 'x']],
  ['an unknown key', ['proxy', 'x']],
  ['what every object inherits', ['proxy', 'toString']],
])('finds no block at %s', (_name, path) => {
  expect(blockAt(documentSchema, path)).toBeNull();
});
