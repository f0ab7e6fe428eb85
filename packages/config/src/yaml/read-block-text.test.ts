import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Path } from '../problem.ts';
import { readAnyYaml, readYaml } from './read-yaml.ts';
import { readBlockText } from './read-block-text.ts';

const environment = { PORT: '9090', EMPTY: '' };

/** Lines of texts that are nearly in the subset, or just so. */
const pieces = [
  ['a:', 'b:', 'a: ', 'key-1:', 'y:', 'null:', 'constructor:', "'a':", '"a":', '? a', 'a :', '<<:'],
  ['- ', '-', '-  ', '- - ', '---', '...', '# c', ' # c', '#c', ' #c', '&x ', '*x', '!t '],
  [' 1', ' 007', ' 0', ' -1', ' 1.5', ' 1e3', ' 0x1F', ' 0o7', ' .5', ' 10.0.0.1', ' 5s', ' 20%', ' 64KiB'],
  [' 200-299', ' 12345678901234567890', ' 1_000', ' 1:30', ' ::1', ' 2001-01-01'],
  [
    ' x',
    ' x.y/z',
    ' x:y',
    ' x:',
    ' x#y',
    ' /p',
    ' *.e',
    ' x y',
    ' true',
    ' True',
    ' off',
    ' no',
    ' ~',
    ' null',
  ],
  [" ''", " 'x y'", " 'a''b'", ' "x"', ' "\\n"', ' "a\'b"', " 'a: b'", " '# c'", ' "', " '"],
  [' ${PORT}', ' ${NONE}', ' ${NONE:-d}', " '${EMPTY:-d}'", ' $$x', ' $', ' a${PORT}b', ' ${'],
  [' [a, b]', ' { a: 1 }', ' {}', ' |', ' >', '\t', '\r', '\u00e4', '\u2028', '\u{1f600}', '\u0085', ','],
].flat();

const line = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', ' ', '      '),
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }),
  )
  .map(([indent, parts]) => indent + parts.join(''));

/** Most of them are in the subset, with any indentation. */
const likelyLine = fc
  .tuple(
    fc.constantFrom('', '  ', '    '),
    fc.constantFrom('', '- ', '-   '),
    fc.constantFrom('a:', 'b:', 'c:', 'd: 1', "e: 'x y'", 'f: x', 'g: ${PORT}', 'x', '10.0.0.1', '# c', ''),
    fc.constantFrom('', '', ' # c'),
  )
  .map((parts) => parts.join(''));

const scalars = fc.constantFrom(
  'x',
  '1',
  "'x y'",
  '"# c"',
  '${PORT}',
  '10.0.0.1',
  '5s',
  'off',
  'true',
  '007',
  'x # c',
);

type Tree = string | { readonly list: readonly Tree[] } | { readonly map: readonly Tree[] };

/** What is read most of the time: whole blocks. */
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalars,
    fc.record({ list: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ map: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

/** @param step how far blocks are indented, lists by nothing when it is 0 */
function write(value: Tree, indent: number, step: number): string {
  if (typeof value === 'string') return ` ${value}\n`;
  const margin = ' '.repeat(indent);
  if ('list' in value) {
    const entries = value.list.map(
      (entry) => `${margin}-${write(entry, indent + 2, step).replace(/^\n +/, ' ')}`,
    );
    return `\n${entries.join('')}`;
  }
  const entries = value.map.map((entry, index) => {
    const isList = typeof entry !== 'string' && 'list' in entry;
    return `${margin}${'abc'[index]}:${write(entry, indent + (isList ? step : step || 2), step)}`;
  });
  return `\n${entries.join('')}`;
}

const blocks = fc
  .tuple(tree, fc.constantFrom(0, 2, 4))
  .map(([value, step]) => write(value, 0, step).replace(/^\n/, ''));

const lines = fc
  .array(fc.oneof({ arbitrary: likelyLine, weight: 4 }, { arbitrary: line, weight: 1 }), { maxLength: 8 })
  .map((some) => some.join('\n'));

/** A line put anywhere into a block. */
const disturbed = fc.tuple(blocks, fc.nat(10), fc.oneof(likelyLine, line)).map(([text, at, one]) => {
  const all = text.split('\n');
  return all.toSpliced(at % all.length, 0, one).join('\n');
});

const texts = fc.oneof(lines, blocks, disturbed);

/** Every path into a value, and from each of them one that leads nowhere, but for those to nothing. */
function* pathsInto(value: unknown, path: Path = []): Generator<Path> {
  // Where nothing stands, the library points anywhere between the colon and a comment; we point behind the colon.
  if (value === null) return;
  yield path;
  yield [...path, 'nowhere'];
  if (typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    yield* pathsInto(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

describe('readBlockText', () => {
  it('reads what the whole language reads, or leaves it to that', () => {
    let read = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const quick = readBlockText(text, environment);
        if (quick === null) return;
        read += 1;
        const { value, problems, complete } = readAnyYaml(text, environment);
        expect({ value: quick.value, problems: [], complete: true }).toEqual({ value, problems, complete });
      }),
      { numRuns: 10_000 },
    );
    // Or the test would say nothing.
    expect(read).toBeGreaterThan(1_000);
  }, 60_000);

  it('points behind the colon where nothing stands', () => {
    const { position } = readYaml('a:  # c\nb: 1\n', environment);
    expect(position({ path: ['a'], at: 'value' })).toEqual({ line: 1, column: 3 });
  });

  it('reads a configuration as it is usually written', () => {
    const text = `# ours
proxy:
  listen:
    address: 127.0.0.1  # loopback
    port: '8080'

  defaults:
    timeouts:
      request: off
  services:
    - name: shop
      domain: "*.shop.example"
      hosts:
      - address: 10.0.0.1
        port: \${PORT}
      - address: 10.0.0.2
        port: 9091
      retry:
        budget: 20%
        retryOn:
          - reset
          - 503
      default: true
      healthCheck:
`;
    expect(readBlockText(text, environment)).toEqual({
      value: {
        proxy: {
          listen: { address: '127.0.0.1', port: '8080' },
          defaults: { timeouts: { request: 'off' } },
          services: [
            {
              name: 'shop',
              domain: '*.shop.example',
              hosts: [
                { address: '10.0.0.1', port: '9090' },
                { address: '10.0.0.2', port: 9091 },
              ],
              retry: { budget: '20%', retryOn: ['reset', 503] },
              default: true,
              healthCheck: null,
            },
          ],
        },
      },
    });
  });

  it.each([
    { name: 'nothing', text: '' },
    { name: 'a scalar', text: 'proxy' },
    { name: 'a key that is there twice', text: 'a: 1\na: 2\n' },
    { name: 'a map in braces', text: 'a: { b: 1 }\n' },
    { name: 'an anchor', text: 'a: &b 1\n' },
    { name: 'a scalar of several lines', text: 'a: b\n  c\n' },
    { name: 'a tab', text: 'a:\tb\n' },
    { name: 'the line ends of Windows', text: 'a: b\r\n' },
    { name: 'a variable that is not set', text: 'a: ${NONE}\n' },
    { name: 'a number that is no whole one', text: 'a: 1.5\n' },
    { name: 'a second document', text: 'a: 1\n---\na: 1\n' },
    { name: 'an entry that is indented in another way', text: 'a:\n    b: 1\n  c: 1\n' },
    { name: 'a name of every object', text: 'constructor: 1\n' },
    {
      name: 'too much nesting',
      text: Array.from({ length: 101 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    },
  ])('leaves $name to the whole language', ({ text }) => {
    expect(readBlockText(text, environment)).toBeNull();
  });

  it('knows where everything stands, as the whole language does', () => {
    let asked = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const quick = readBlockText(text, environment);
        if (quick === null) return;
        const [known, right] = [readYaml(text, environment), readAnyYaml(text, environment)];
        for (const path of pathsInto(quick.value)) {
          for (const at of ['key', 'value'] as const) {
            asked += 1;
            expect({ path, at, ...known.position({ path, at }) }).toEqual({
              path,
              at,
              ...right.position({ path, at }),
            });
          }
        }
      }),
      { numRuns: 2_000 },
    );
    expect(asked).toBeGreaterThan(1_000);
  });
});
