import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { formatErrors } from './config-error.ts';
import { loadConfig } from './load-config.ts';
import { errorLines, load } from './test-support.ts';

const minimal = `proxy:
  listen:
    address: 127.0.0.1
    port: '8080'
  services:
    - name: my-service
      domain: my-service.my-company.com
      hosts:
        - address: 127.0.0.1
          port: '9090'
`;

const words = ['proxy', 'services', 'hosts', 'name', 'domain', '0', 'null', '${A}'];
const marks = [
  ':',
  ' ',
  '\n',
  '  ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  "'",
  '"',
  '|',
  '\t',
  '? ',
  '# ',
  '\u0000',
  '\uD800',
];
const features = ['&a ', '*a', '<<: ', '!x ', '---\n', '%YAML 1.1\n'];
const pieces = [...words, ...marks, ...features];

/** Time on the processor, which other work on the machine lengthens less than time on the clock. */
function secondsOf(action: () => void): number {
  const before = process.threadCpuUsage();
  action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000_000;
}

describe('loadConfig', () => {
  it('takes the minimal format', () => {
    const { listen, services } = load(minimal);
    expect(listen).toEqual({ address: '127.0.0.1', port: 8080 });
    expect(services).toMatchObject([
      {
        name: 'my-service',
        default: false,
        routes: [{ domain: 'my-service.my-company.com', path: '/', stripPrefix: false }],
        hosts: [{ address: '127.0.0.1', port: 9090, weight: 1 }],
      },
    ]);
  });

  it('reports every mistake at once, in the order of the text', () => {
    const text = minimal
      .replace('    address: 127.0.0.1', '    addres: 127.0.0.1')
      .replace("'8080'", '70000')
      .replace('my-service.my-company.com', 'http://my-service')
      .replace("'9090'", "'${TARGET_PORT}'");
    expect(errorLines(text)).toEqual([
      'f:3:5 proxy.listen.addres: got the unknown key "addres", expected one of address, port. ' +
        'Fix: did you mean address?',
      'f:4:11 proxy.listen.port: got 70000, expected a port from 0 to 65535. ' +
        'Fix: use a port from 1 to 65535, or 0 for any free one',
      'f:7:15 proxy.services[0].domain: got "http://my-service", ' +
        'expected a domain such as shop.example.com, a wildcard such as *.example.com, or an IP address. ' +
        'Fix: leave out "http://": write the name alone',
      'f:10:17 proxy.services[0].hosts[0].port: got ${TARGET_PORT}, which is not set, ' +
        'expected a variable of the environment. Fix: set TARGET_PORT, or give it a default: ${TARGET_PORT:-default}',
    ]);
  });

  it('fills in the environment', () => {
    const text = minimal.replace("'9090'", "'${TARGET_PORT}'").replace("'8080'", '${PORT:-0}');
    const config = load(text, { TARGET_PORT: '7070' });
    expect(config.services[0]?.hosts[0]?.port).toBe(7070);
    expect(config.listen.port).toBe(0);
  });

  it('shows a mistake in an anchored block once, where it was written', () => {
    const text = `proxy:
  services:
    - { name: a, domain: a.example, timeouts: &shared { connect: 5 }, hosts: &hosts [{ address: x, port: 1 }] }
    - { name: b, domain: b.example, timeouts: *shared, hosts: *hosts }
    - { name: c, domain: c.example, timeouts: { <<: *shared }, hosts: *hosts }
`;
    expect(errorLines(text)).toEqual([
      'f:3:66 proxy.services[0].timeouts.connect: got 5, expected a duration from 1ms to 10m, or off. ' +
        'Fix: add the unit: 5ms, 5s, 5m or 5h',
    ]);
  });

  it.each([
    ['an empty file', '', 'f:1:1: got nothing, expected a map with the key proxy.'],
    ['comments only', '# soon\n', 'f:1:1: got nothing, expected a map with the key proxy.'],
    ['a list', '\n- a\n', 'f:2:1: got a list, expected a map with the key proxy.'],
    ['a word', 'proxy', 'f:1:1: got "proxy", expected a map with the key proxy.'],
    ['no proxy', '{}', 'f:1:1 proxy: got nothing, expected a map with the keys listen, admin,'],
    ['an empty proxy', 'proxy:\n', 'f:1:7 proxy: got nothing, expected a map with the keys listen, admin,'],
    ['no services', 'proxy: {}\n', 'f:1:1 proxy.services: got nothing, expected a list.'],
  ])('explains %s', (_name, text, start) => {
    expect(errorLines(text)).toHaveLength(1);
    expect(errorLines(text)[0]?.startsWith(start)).toBe(true);
  });

  it('reports a key that is there twice beside all other mistakes', () => {
    expect(errorLines(minimal.replace("    port: '8080'", "    port: '8080'\n    port: x"))).toEqual([
      'f:5:5 proxy.listen.port: got a second "port", expected each key once. Fix: remove one of the two',
    ]);
  });

  it('looks for no phantoms in a document that it could not read', () => {
    expect(errorLines(`${minimal}  admin: { <<: *missing }\n`)).toEqual([
      'f:11:16 proxy.admin.<<: got the alias *missing, which no anchor before it defines, ' +
        'expected an anchor of that name, or a quoted value. ' +
        'Fix: write &missing where the value is defined, or put it in quotes',
    ]);
  });

  it('never throws, whatever the text is', () => {
    const piece = fc.constantFrom(...pieces);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (chosen) => {
        expect(typeof loadConfig({ file: 'f', text: chosen.join('') }, {}).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  it('loads ten thousand services in under two seconds', () => {
    const services = Array.from(
      { length: 10_000 },
      (_, index) => `    - name: service-${index}
      domain: service-${index}.my-company.com
      hosts:
        - address: 10.0.${index >> 8}.${index & 255}
          port: '9090'
        - address: 10.1.${index >> 8}.${index & 255}
          port: 9090
`,
    );
    const text = `proxy:\n  services:\n${services.join('')}`;
    let parsing = 0;
    let loading = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3 && loading >= Math.max(2, 2 * parsing); run++) {
      loading = Math.min(
        loading,
        secondsOf(() => expect(load(text).services).toHaveLength(10_000)),
      );
      parsing = loading < 2 ? 0 : secondsOf(() => parseDocument(text));
    }
    // Three quarters of it are the YAML parser's. Where that takes longer, the machine is busy with something else.
    expect(loading).toBeLessThan(Math.max(2, 2 * parsing));
  }, 60_000);
});

describe('loadConfig from a file', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'hostler-config-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('reads it', () => {
    const file = join(directory, 'config.yaml');
    writeFileSync(file, minimal);
    expect(loadConfig({ file }, {}).ok).toBe(true);
  });

  it('begins each line with its name', () => {
    const file = join(directory, 'broken.yaml');
    writeFileSync(file, minimal.replace("'9090'", 'x'));
    const result = loadConfig({ file }, {});
    expect(result.ok ? '' : formatErrors(result.errors)).toBe(
      `${file}:10:17 proxy.services[0].hosts[0].port: got "x", expected a port from 1 to 65535. ` +
        'Fix: use the port that the instance listens on, from 1 to 65535',
    );
  });
});
