import { describe, expect, it } from 'vitest';
import { PrefixTable } from './prefix-table.ts';

function tableOf(...prefixes: string[]): PrefixTable<string> {
  const table = new PrefixTable<string>();
  for (const prefix of prefixes) table.add(prefix, prefix);
  return table;
}

describe('PrefixTable', () => {
  const table = tableOf('/', '/api', '/api/v1/items', '/x');

  it.each([
    { path: '/', found: '/' },
    { path: '/api', found: '/api' },
    { path: '/api/', found: '/api' },
    { path: '/api/v1', found: '/api' },
    { path: '/api/v1/items', found: '/api/v1/items' },
    { path: '/api/v1/items/7', found: '/api/v1/items' },
    { path: '/api/v1/itemsets', found: '/api' },
    { path: '/apix', found: '/' },
    { path: '/ap', found: '/' },
    { path: '//api', found: '/' },
    { path: '/API', found: '/' },
  ])('finds $found for $path', ({ path, found }) => {
    expect(table.find(path)).toBe(found);
  });

  it('finds nothing where no prefix matches', () => {
    expect(tableOf('/api').find('/')).toBe(null);
    expect(tableOf('/api').find('/other/api')).toBe(null);
    expect(tableOf().find('/')).toBe(null);
  });

  it('keeps the entry that came first', () => {
    const twice = tableOf('/api');
    expect(twice.add('/api', 'second')).toBe('/api');
    expect(twice.find('/api')).toBe('/api');
  });

  it('looks no further than its longest prefix, however many slashes a path has', () => {
    expect(table.find('/'.repeat(1_000_000))).toBe('/');
    expect(table.find(`/api${'/'.repeat(1_000_000)}`)).toBe('/api');
  });
});
