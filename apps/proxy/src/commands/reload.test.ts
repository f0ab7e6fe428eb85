import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { configFile, hostler, scratch, shop, wrongThrice } from './testing/hostler-process.ts';

interface Upstream {
  readonly address: string;
  readonly port: number;
}

const toNew = { headers: { host: 'new.test' } };

/** The text of a configuration with a service more, `new.test`. */
function withNew(upstream: Upstream, settings: object = {}): string {
  const { address, port } = upstream;
  const services = ['shop', 'new'].map((name) => ({
    name,
    domain: `${name}.test`,
    hosts: [{ address, port }],
  }));
  return JSON.stringify({ proxy: shop(upstream, { services, ...settings }) });
}

/** A file in a directory. */
function plain(text: string): string {
  const file = join(scratch(), 'config.yaml');
  writeFileSync(file, text);
  return file;
}

/** A file as Kubernetes mounts it: a link into a directory that is itself replaced by swapping a link. */
function mounted(text: string): string {
  const directory = scratch();
  mkdirSync(join(directory, '..1'));
  writeFileSync(join(directory, '..1', 'config.yaml'), text);
  symlinkSync('..1', join(directory, '..data'));
  symlinkSync(join('..data', 'config.yaml'), join(directory, 'config.yaml'));
  return join(directory, 'config.yaml');
}

describe('a change of the file', () => {
  it.each([
    {
      name: 'written in place',
      make: plain,
      change: (file: string, text: string): void => {
        writeFileSync(file, text);
      },
    },
    {
      name: 'renamed over it, as editors do',
      make: plain,
      change: (file: string, text: string): void => {
        writeFileSync(`${file}~`, text);
        renameSync(`${file}~`, file);
      },
    },
    {
      name: 'mounted by Kubernetes, with one link swapped',
      make: mounted,
      change: (file: string, text: string): void => {
        const directory = dirname(file);
        mkdirSync(join(directory, '..2'));
        writeFileSync(join(directory, '..2', 'config.yaml'), text);
        symlinkSync('..2', join(directory, '..data_tmp'));
        renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
        rmSync(join(directory, '..1'), { recursive: true });
      },
    },
  ])('takes effect when it is $name', async ({ make, change }) => {
    const upstream = await answering();
    const file = make(JSON.stringify({ proxy: shop(upstream) }));
    const proxy = hostler(['start', '-c', file]);
    const port = await proxy.port('main');
    expect(await ask(port, toNew)).toMatchObject({ status: 404 });
    change(file, withNew(upstream));
    expect(await proxy.line({ msg: 'configuration applied' })).toMatchObject({
      level: 'info',
      version: 2,
      trigger: 'file',
      added: 1,
      removed: 0,
      changed: 0,
      kept: 1,
      services: ['new'],
    });
    expect(await ask(port, toNew)).toMatchObject({ status: 200 });
    expect(await ask(port, toShop)).toMatchObject({ status: 200 });
  });

  it('is refused while it is invalid, with every mistake and its place', async () => {
    const upstream = await answering();
    const file = configFile(shop(upstream));
    const proxy = hostler(['start', '-c', file]);
    const port = await proxy.port('main');
    writeFileSync(file, JSON.stringify({ proxy: wrongThrice }));
    const line = await proxy.line({ level: 'error', trigger: 'file' });
    expect(line).toMatchObject({
      msg: 'the configuration is invalid; the one before stays in use',
      errors: [
        expect.stringMatching(/^\S+config\.yaml:1:\d+ proxy\.listen\.adress: /),
        expect.stringMatching(/^\S+config\.yaml:1:\d+ proxy\.listen\.port: /),
        expect.stringMatching(/^\S+config\.yaml:1:\d+ proxy\.services\[0\]\.hosts: /),
      ],
    });
    expect(await ask(port, toShop)).toMatchObject({ status: 200 });
  });

  it('may take the file away for a while', async () => {
    const upstream = await answering();
    const file = configFile(shop(upstream));
    const proxy = hostler(['start', '-c', file]);
    const port = await proxy.port('main');
    unlinkSync(file);
    expect(await proxy.line({ level: 'error', trigger: 'file' })).toMatchObject({
      errors: [expect.stringContaining('got no such file')],
    });
    expect(await ask(port, toShop)).toMatchObject({ status: 200 });
    writeFileSync(file, withNew(upstream));
    await proxy.line({ msg: 'configuration applied' });
    expect(await ask(port, toNew)).toMatchObject({ status: 200 });
  });

  it('says what needs a restart, and applies the rest', async () => {
    const upstream = await answering();
    const file = configFile(shop(upstream));
    const proxy = hostler(['start', '-c', file]);
    const port = await proxy.port('main');
    writeFileSync(file, withNew(upstream, { listen: { address: '127.0.0.2', port: 0 } }));
    expect(
      await proxy.line({ level: 'warn', msg: 'these settings take effect with a restart only' }),
    ).toMatchObject({
      settings: ['proxy.listen'],
    });
    expect(await ask(port, toNew)).toMatchObject({ status: 200 });
  });
});

describe('SIGHUP', () => {
  const unchanged = { msg: 'the configuration says what it said before', trigger: 'signal' };

  it('reads the file again, and ends nothing', async () => {
    const proxy = hostler(['start', '-c', configFile(shop(await answering()))]);
    const port = await proxy.port('main');
    proxy.signal('SIGHUP');
    expect(await proxy.line(unchanged)).toMatchObject({ version: 1 });
    expect(await ask(port, toShop)).toMatchObject({ status: 200 });
    proxy.signal('SIGINT');
    expect(await proxy.ended).toEqual({ code: 0, signal: null });
  });

  it('waits for the start when it comes before anything is loaded', async () => {
    const proxy = hostler(['start', '-c', configFile(shop(await answering()))], {
      module: new URL('testing/with-an-early-hangup.ts', import.meta.url),
    });
    await proxy.line(unchanged);
    expect(await ask(await proxy.port('main'), toShop)).toMatchObject({ status: 200 });
  });
});
