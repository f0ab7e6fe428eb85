import { describe, expect, it } from 'vitest';
import type { Path } from '../problem.ts';
import { readYaml } from './read-yaml.ts';

const text = `shared: &shared
  connect: 5
proxy:
  listen: {address: ::1, port: 0}
  services:
    - name: a
      timeouts: *shared
    - name: b
      timeouts:
        <<: *shared
        idle: 6
    -
`;

describe('locate', () => {
  const cases: [name: string, path: Path, at: 'key' | 'value', line: number, column: number][] = [
    ['a value', ['proxy', 'services', 0, 'name'], 'value', 6, 13],
    ['a key', ['proxy', 'services', 0, 'name'], 'key', 6, 7],
    ['a value in flow style', ['proxy', 'listen', 'port'], 'value', 4, 32],
    ['a list item', ['proxy', 'services', 1], 'value', 8, 7],
    ['what an alias stands for', ['proxy', 'services', 0, 'timeouts', 'connect'], 'value', 2, 12],
    ['what a merge key brought', ['proxy', 'services', 1, 'timeouts', 'connect'], 'value', 2, 12],
    ['a key beside a merge key', ['proxy', 'services', 1, 'timeouts', 'idle'], 'value', 11, 15],
    ['a missing key, at the key of its map', ['proxy', 'listen', 'tls'], 'value', 4, 3],
    ['a missing key of a list item, at the item', ['proxy', 'services', 0, 'hosts'], 'value', 6, 7],
    ['a path far outside, at the last that is there', ['proxy', 'nowhere', 3, 'x'], 'value', 3, 1],
    ['the document', [], 'value', 1, 1],
  ];
  it.each(cases)('finds %s', (_name, path, at, line, column) => {
    expect(readYaml(text, {}).position({ path, at })).toEqual({ line, column });
  });

  it('counts columns as editors do, also behind characters outside the basic plane', () => {
    const document = readYaml('a: {"😀": 1, b: 2}\n', {});
    expect(document.position({ path: ['a', 'b'], at: 'value' })).toEqual({ line: 1, column: 17 });
  });
});
