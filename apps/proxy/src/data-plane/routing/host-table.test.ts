import { describe, expect, it } from 'vitest';
import { HostTable } from './host-table.ts';

function tableOf(...domains: string[]): HostTable<string> {
  const table = new HostTable<string>();
  for (const domain of domains) table.entryOf(domain, () => domain);
  return table;
}

describe('HostTable', () => {
  const table = tableOf('a.example', '*.example', '*.b.example', 'c.b.example', '[::1]', '192.0.2.1');

  it.each([
    { host: 'a.example', found: 'a.example' },
    { host: 'x.a.example', found: '*.example' },
    { host: 'x.example', found: '*.example' },
    { host: 'x.y.example', found: '*.example' },
    { host: 'example', found: null },
    { host: 'x.b.example', found: '*.b.example' },
    { host: 'x.y.b.example', found: '*.b.example' },
    { host: 'b.example', found: '*.example' },
    { host: 'c.b.example', found: 'c.b.example' },
    { host: 'xexample', found: null },
    { host: '[::1]', found: '[::1]' },
    { host: '192.0.2.1', found: '192.0.2.1' },
    { host: '', found: null },
    { host: 'constructor', found: null },
  ])('finds $found for "$host"', ({ host, found }) => {
    expect(table.find(host)).toBe(found);
  });

  it('falls back to the entry for everybody else', () => {
    const withOther = tableOf('a.example');
    withOther.setOther('other');
    expect(withOther.find('a.example')).toBe('a.example');
    expect(withOther.find('b.example')).toBe('other');
    expect(withOther.find('')).toBe('other');
  });

  it('makes the entry of a domain once', () => {
    expect(tableOf('a').entryOf('a', () => 'second')).toBe('a');
    expect(tableOf('a').entryOf('*.a', () => 'wildcard')).toBe('wildcard');
  });
});
