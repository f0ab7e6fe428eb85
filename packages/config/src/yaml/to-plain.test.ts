import { describe, expect, it } from 'vitest';
import { readYaml } from './read-yaml.ts';

function plain(text: string): unknown {
  const { value, problems } = readYaml(text, { PORT: '8080' });
  expect(problems).toEqual([]);
  return value;
}

describe('toPlain', () => {
  it.each([
    ['maps, lists and scalars', 'a: [1, two, true, null, 1.5]', { a: [1, 'two', true, null, 1.5] }],
    ['the words of YAML 1.1 as text', 'a: [yes, off, on, no]', { a: ['yes', 'off', 'on', 'no'] }],
    ['numbers as keys', '1: a', { 1: 'a' }],
    ['an absent value', 'a:', { a: null }],
    ['a byte order mark', '\u{FEFF}a: 1', { a: 1 }],
    ['line ends of other systems', 'a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['variables in values, not in keys', '${PORT}: ${PORT}', { '${PORT}': '8080' }],
    ['a value that a variable gives as text', 'a: "${PORT}"', { a: '8080' }],
    ['an alias', 'a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['the latest anchor of a name', 'a: &x 1\nb: &x 2\nc: *x', { a: 1, b: 2, c: 2 }],
    [
      'an alias whose anchor changed its value later',
      'a: &x 1\nb: &y [*x]\nc: &x 2\nd: *y',
      { a: 1, b: [1], c: 2, d: [1] },
    ],
    ['a merge key', 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3', { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
    [
      'a merge of several maps, the first one first',
      'a: &x {b: 1}\nc: &y {b: 2, d: 2}\ne: {<<: [*x, *y]}',
      { a: { b: 1 }, c: { b: 2, d: 2 }, e: { b: 1, d: 2 } },
    ],
    ["a merge below the map's own keys", 'a: &x {b: 1}\nc: {b: 2, <<: *x}', { a: { b: 1 }, c: { b: 2 } }],
    ['a quoted merge key as a key', 'a: {"<<": 1}', { a: { '<<': 1 } }],
  ])('reads %s', (_name, text, value) => {
    expect(plain(text)).toEqual(value);
  });

  it('lets no key reach the prototype', () => {
    const value = plain('__proto__: {polluted: true}\nconstructor: 1');
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['an alias without an anchor', 'a: *x', 'the alias *x, which no anchor before it defines'],
    ['an alias before its anchor', 'a: *x\nb: &x 1', 'the alias *x, which no anchor before it defines'],
    ['an alias inside its own value', 'a: &x [*x]', 'the alias *x inside the value that it stands for'],
    ['a merge of something that is no map', 'a: {<<: 1}', 'something that is no map after "<<"'],
    ['a key that is there twice', 'a: 1\na: 2', 'a second "a"'],
    ['a key of another type that is there twice', '1: a\n"1": b', 'a second "1"'],
  ])('refuses %s', (_name, text, got) => {
    expect(readYaml(text, {}).problems).toMatchObject([{ kind: 'syntax', got }]);
  });

  it('knows an unquoted wildcard for what it is', () => {
    expect(readYaml('domain: *.example.com', {}).problems).toMatchObject([
      { fix: "put it in quotes: '*.example.com'" },
    ]);
  });

  it('shares a block between ten thousand services', () => {
    const services = Array.from({ length: 10_000 }, () => '  - *shared').join('\n');
    const { problems } = readYaml(`a: &shared {b: 1, c: [1, 2, 3]}\nd:\n${services}\n`, {});
    expect(problems).toEqual([]);
  });

  it('refuses aliases that stand for a billion values, once and at once', () => {
    const lines = ['l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
    for (let level = 1; level < 10; level++) {
      const alias = `*l${level - 1}`;
      lines.push(`l${level}: &l${level} [${Array.from({ length: 10 }, () => alias).join(', ')}]`);
    }
    const document = readYaml(lines.join('\n'), {});
    expect(document.problems).toMatchObject([{ got: 'aliases that stand for more than 1000000 values' }]);
    expect(document.complete).toBe(false);
  });
});
