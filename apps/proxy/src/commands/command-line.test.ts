import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { jsonSchema } from '@hostler/config';
import { ask } from '../testing/client.ts';
import {
  configFile,
  hostler,
  itsErrors,
  run,
  scratch,
  shop,
  wrongThrice,
} from './testing/hostler-process.ts';
import { inProcess as runInProcess } from './testing/in-process.ts';

const inProcess = (...args: string[]) => runInProcess(args);

describe('the command line', () => {
  it.each(['--version', '-v'])('prints its version: %s', async (flag) => {
    expect(await inProcess(flag)).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });

  it.each([
    {
      args: ['--help'],
      says: [
        'start',
        'check',
        'explain',
        'services',
        'drain',
        'undrain',
        'weight',
        'drill',
        'reload',
        'schema',
        'generate',
      ],
    },
    {
      args: ['drain', '--help'],
      says: [
        '<service> <endpoint>',
        '--admin <url>',
        '(default: that of the',
        '--token <token>',
        '-c, --config <file>',
      ],
    },
    {
      args: ['drill', '--help'],
      says: ['--service <name>', '"truncate")', '--for <duration>', '--endpoint', '--force', 'Exit code: 0'],
    },
    {
      args: ['explain', '--help'],
      says: ['-H, --header <field>', '-X, --request <method>', '--from <address>'],
    },
    {
      args: ['start', '--help'],
      says: ['-c, --config <file>', './config.yaml, then', '/etc/hostler/config.yaml'],
    },
    { args: ['check', '--help'], says: ['-c, --config <file>', './config.yaml, then'] },
    { args: ['schema', '--help'], says: ['JSON Schema'] },
    {
      args: ['generate', '--help'],
      says: [
        '--sub-domain <name>',
        '(default: "my-service")',
        '--ingress-port <port>',
        '(default: "8080")',
        '--target-port <port>',
        '--company-domain <domain>',
        '(default: "my-company.com")',
        '--hosts <addresses>',
        '127.0.0.1',
        '-o, --output <file>',
        '"./config.yaml")',
        '--force',
      ],
    },
  ])('explains itself with $args', async ({ args, says }) => {
    const { code, out, err } = await inProcess(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const text of says) expect(out).toContain(text);
  });

  it.each([
    { args: ['frobnicate'], says: "unknown command 'frobnicate'" },
    { args: ['start', '--frob'], says: "unknown option '--frob'" },
    { args: ['check', '-c'], says: "option '-c, --config <file>' argument missing" },
    { args: ['schema', 'surplus'], says: 'too many arguments' },
    { args: [], says: 'Usage: hostler' },
  ])('ends with 2 for what it does not know: $args', async ({ args, says }) => {
    const { code, out, err } = await inProcess(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });

  it('gives the exit code to the process', async () => {
    expect(await run(['frobnicate'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('check', () => {
  it('says that a configuration is valid, and how much it holds', async () => {
    const file = configFile(shop({ address: '127.0.0.1', port: 9 }));
    expect(await inProcess('check', '-c', file)).toEqual({
      code: 0,
      out: `${file} is valid: 1 service, 1 endpoint.\n`,
      err: '',
    });
  });

  it('reports every error at once', async () => {
    const { code, out, err } = await inProcess('check', '-c', configFile(wrongThrice));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toEqual(itsErrors);
  });

  const tested = (path: string): object => {
    const request = { url: 'http://shop.test/' };
    const tests = [{ name: 'is the shop', request, expect: { path } }];
    return shop({ address: '127.0.0.1', port: 9 }, { tests });
  };

  it('runs the tests of a configuration', async () => {
    const file = configFile(tested('/'));
    expect(await inProcess('check', '-c', file)).toEqual({
      code: 0,
      out: `${file} is valid: 1 service, 1 endpoint, 1 test passed.\n`,
      err: '',
    });
  });

  it('fails with the tests of a configuration, and says what differs', async () => {
    expect(await inProcess('check', '-c', configFile(tested('/x')))).toEqual({
      code: 1,
      out: '',
      err: 'proxy.tests[0] is the shop: path: expected /x, got /\n1 of 1 test failed.\n',
    });
  });

  it('runs the tests of the example, as it stands and with another route', async () => {
    const example = fileURLToPath(new URL('../../../../examples/route-tests.yaml', import.meta.url));
    expect(await inProcess('check', '-c', example)).toEqual({
      code: 0,
      out: `${example} is valid: 2 services, 2 endpoints, 3 tests passed.\n`,
      err: '',
    });
    const changed = join(scratch(), 'config.yaml');
    writeFileSync(changed, readFileSync(example, 'utf8').replace('stripPrefix: true', 'stripPrefix: false'));
    expect(await inProcess('check', '-c', changed)).toEqual({
      code: 1,
      out: '',
      err:
        'proxy.tests[0] the api sees its own paths: path: expected /items?x=1, got /api/items?x=1; ' +
        'headers.x-forwarded-prefix: expected /api, got none\n1 of 3 tests failed.\n',
    });
  });

  it('warns of what is hardly meant, and is content', async () => {
    const file = configFile(shop({ address: '127.0.0.1', port: 9 }, { trustedProxies: ['0.0.0.0/0'] }));
    const { code, out, err } = await inProcess('check', '-c', file);
    expect({ code, out }).toEqual({ code: 0, out: `${file} is valid: 1 service, 1 endpoint, 1 warning.\n` });
    expect(err).toContain('proxy.trustedProxies[0]: 0.0.0.0/0 is everybody');
  });

  it('says that a directory is no file', async () => {
    const { code, out, err } = await inProcess('check', '-c', scratch());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('a directory');
  });
});

describe('schema', () => {
  it('prints all of the JSON Schema, also to a pipe that is read late', async () => {
    const { code, stdout, stderr } = await run(['schema']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
  });
});

describe('generate', () => {
  const every =
    '--sub-domain cart --ingress-port 8181 --target-port 9191 --company-domain example.com --hosts 10.0.0.1,10.0.0.2'.split(
      ' ',
    );

  it('prints a configuration and nothing else with -o -', async () => {
    const { code, out, err } = await inProcess('generate', ...every, '-o', '-');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const file = join(scratch(), 'config.yaml');
    writeFileSync(file, out);
    expect(await inProcess('check', '-c', file)).toMatchObject({ code: 0 });
    for (const text of ['cart.example.com', "'8181'", "'9191'", '10.0.0.1', '10.0.0.2'])
      expect(out).toContain(text);
  });

  it('writes a file that passes the check, and says how to go on', async () => {
    const file = join(scratch(), 'hostler.yaml');
    const { code, out } = await inProcess('generate', ...every, '-o', file);
    expect(code).toBe(0);
    expect(out).toContain(`Wrote ${file}.`);
    expect(out).toContain(`start -c ${file}`);
    expect(out).toContain("-H 'Host: cart.example.com' http://127.0.0.1:8181/");
    expect(await inProcess('check', '-c', file)).toMatchObject({
      code: 0,
      out: `${file} is valid: 1 service, 2 endpoints.\n`,
    });
  });

  it('leaves a file that is there alone, unless forced', async () => {
    const file = join(scratch(), 'config.yaml');
    writeFileSync(file, 'mine');
    const { code, out, err } = await inProcess('generate', '-o', file);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('--force');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await inProcess('generate', '-o', file, '--force')).toMatchObject({ code: 0 });
    expect(await inProcess('check', '-c', file)).toMatchObject({ code: 0 });
  });

  it.each([
    { name: 'port of nothing', args: ['--ingress-port', '0x50'] },
    { name: 'name that is no label', args: ['--sub-domain', 'a b'] },
    { name: 'address that is none', args: ['--target-port', '9090', '--hosts', '10.0.0.1,'] },
  ])('refuses a $name with 2 and writes nothing', async ({ args }) => {
    const { code, out, err } = await inProcess('generate', ...args, '-o', '-');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Fix: ');
  });

  it('writes what start finds by itself', async () => {
    const cwd = scratch();
    const ports = ['--ingress-port', '0', '--target-port', '9'];
    const written = await run(['generate', ...ports], { cwd });
    expect(written).toMatchObject({ code: 0, stderr: '' });
    // The usual admin port may be taken on the machine that runs the tests.
    const file = join(cwd, 'config.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^proxy:\n/m, 'proxy:\n  admin: false\n'));
    const proxy = hostler(['start'], { cwd });
    expect(await ask(await proxy.port('main'), { path: '/api/v2/_health_check' })).toMatchObject({
      status: 200,
    });
    proxy.signal('SIGTERM');
    expect(await proxy.ended).toEqual({ code: 0, signal: null });
  });
});
