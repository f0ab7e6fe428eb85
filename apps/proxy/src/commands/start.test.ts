import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { closedPort } from '@hostler/test-kit';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from '../testing/client.ts';
import { toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import {
  configFile,
  hostler,
  itsErrors,
  run,
  scratch,
  shop,
  wrongThrice,
} from './testing/hostler-process.ts';

const nowhere = { address: '127.0.0.1', port: 9 };

async function takenPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('says on which ports it listens, and serves there', async () => {
  const file = configFile(shop(await answering()));
  const proxy = hostler(['start', '-c', file]);
  const main = await proxy.line({ msg: 'listening', listener: 'main' });
  const admin = await proxy.line({ msg: 'listening', listener: 'admin' });
  expect(main).toMatchObject({ level: 'info', address: '127.0.0.1' });
  expect(admin).toMatchObject({ level: 'info', address: '127.0.0.1' });
  expect(await ask(Number(main['port']), toShop)).toMatchObject({ status: 200 });
  expect(await ask(Number(admin['port']), { path: '/readyz' })).toMatchObject({ status: 200 });
  expect(await proxy.line({ msg: 'request' })).toMatchObject({ status: 200, service: 'shop' });
});

it('serves with tests that fail and settings that are hardly meant, and says so first', async () => {
  const tests = [{ request: { url: 'http://shop.test/' }, expect: { path: '/other' } }];
  const service = shop(await answering(), { tests, secret: 'short' });
  const proxy = hostler(['start', '-c', configFile(service)]);
  const main = await proxy.port('main');
  const [warned, failed] = proxy.log;
  expect(warned).toMatchObject({ level: 'warn', msg: 'the configuration may not do what was meant' });
  expect(failed).toMatchObject({
    level: 'error',
    msg: 'tests of the configuration fail; it is used all the same',
    tests: ['proxy.tests[0] GET http://shop.test/: path: expected /other, got /'],
  });
  expect(await ask(main, toShop)).toMatchObject({ status: 200 });
});

it('opens no admin listener when that is off', async () => {
  const proxy = hostler(['start', '-c', configFile(shop(nowhere, { admin: false }))]);
  await proxy.port('main');
  proxy.signal('SIGINT');
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  expect(proxy.stdout).not.toContain('"admin"');
});

it('says what to do when there is no configuration', async () => {
  expect(await run(['start'])).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr:
      'No configuration: neither ./config.yaml nor /etc/hostler/config.yaml is there. ' +
      'Fix: name one with -c FILE, or write one with `hostler generate --sub-domain my-service`.\n',
  });
});

it('says that the named file is not there', async () => {
  const file = join(scratch(), 'nothing.yaml');
  const { code, stdout, stderr } = await run(['start', '-c', file]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    `${file}: got no such file, expected a configuration file. Fix: correct the path, or write one with "hostler generate"\n`,
  );
});

it('reports every error of a configuration at once', async () => {
  const { code, stdout, stderr } = await run(['start', '-c', configFile(wrongThrice)]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual(itsErrors);
});

it.each(['main', 'admin'])('says in one line that the port of the %s listener is in use', async (which) => {
  const port = await takenPort();
  const settings = { [which === 'main' ? 'listen' : 'admin']: { address: '127.0.0.1', port } };
  const { code, stdout, stderr } = await run(['start', '-c', configFile(shop(nowhere, settings))]);
  // Nothing on stdout that a supervisor takes for a process that runs.
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `${which} listener 127.0.0.1:${port}: the port is in use. Stop what uses it (ss -ltnp 'sport = :${port}' names it), or set another port.\n`,
  );
});

it('says that an address is not of this machine', async () => {
  const settings = { listen: { address: '192.0.2.1', port: await closedPort() } };
  const { code, stderr } = await run(['start', '-c', configFile(shop(nowhere, settings))]);
  expect(code).toBe(1);
  expect(stderr).toContain('this machine has no such address');
});
