import { rawUpstream } from '@hostler/test-kit';
import { expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { keep, toShop } from '../testing/scene.ts';
import { configFile, hostler, shop } from './testing/hostler-process.ts';

const module = new URL('testing/with-a-defect.ts', import.meta.url);

it.each(['exception', 'rejection'])(
  'writes an uncaught %s down, finishes what it has begun without delay, and ends with 1',
  async (kind) => {
    let answer = (): void => {};
    const released = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await released;
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    const settings = shop(upstream, { shutdown: { delay: '1h', timeout: '1h' } });
    const proxy = hostler(['start', '-c', configFile(settings)], { module });
    const [main, admin] = await Promise.all([proxy.port('main'), proxy.port('admin')]);
    const underWay = ask(main, toShop);
    await upstream.connection(0);

    proxy.write(kind);
    const line = await proxy.line({ msg: 'a defect in the process' });
    expect(line).toMatchObject({ level: 'fatal', err: { message: `injected ${kind}` } });
    // With the stack.
    expect(JSON.stringify(line['err'])).toContain('with-a-defect.ts:');
    await proxy.line({ msg: 'shutting down', reason: 'defect' });
    expect(await ask(admin, { path: '/readyz' })).toMatchObject({ status: 503 });
    await expect(ask(main, toShop)).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    answer();
    expect(await underWay).toMatchObject({ status: 200, cut: false });
    expect(await proxy.ended).toEqual({ code: 1, signal: null });
    expect(proxy.log.filter((one) => one['msg'] === 'request')).toMatchObject([{ status: 200 }]);
    expect(proxy.stderr).toBe('');
  },
);

it('lets a signal end the process at once that is ending for a defect', async () => {
  const upstream = await keep(rawUpstream((connection) => connection.drain()));
  const settings = shop(upstream, { shutdown: { delay: '0s', timeout: '1h' } });
  const proxy = hostler(['start', '-c', configFile(settings)], { module });
  const main = await proxy.port('main');
  const underWay = ask(main, toShop).catch(() => null);
  await upstream.connection(0);
  proxy.write('exception');
  await proxy.line({ msg: 'shutting down' });
  proxy.signal('SIGTERM');
  expect(await proxy.ended).toEqual({ code: 143, signal: null });
  await underWay;
});
