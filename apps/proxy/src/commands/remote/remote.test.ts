import { createServer } from 'node:http';
import { once } from 'node:events';
import { closedPort, hangingPort } from '@hostler/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adminScene, twoEndpoints } from '../../admin/testing/admin-scene.ts';
import { listen } from '../../listen.ts';
import { inProcess } from '../testing/in-process.ts';

const at = (port: number): string[] => ['--admin', `http://127.0.0.1:${port}`];
const scope =
  'Holds on this replica only, for as long as the endpoint stays in the service, until it is changed again or the process ends.\n';

describe('commands for running proxies', () => {
  it('drain and undrain an endpoint, and say where that holds', async () => {
    const admin = await adminScene();
    const url = `http://127.0.0.1:${admin.port}`;
    const drained = await inProcess(['drain', 'shop', '127.0.0.1:1', '--admin', url]);
    expect(drained).toMatchObject({ code: 0, err: '' });
    expect(drained.out).toMatch(
      /^ok {6}\S+ \(http:\S+\): 127\.0\.0\.1:1 of shop is drained; 0 requests in flight\n/,
    );
    expect(drained.out).toContain(scope);
    expect(admin.proxy.log.at(-1)).toMatchObject({ operation: 'drainEndpoint' });
    const back = await inProcess(['undrain', 'shop', '127.0.0.1:1', '--admin', url]);
    expect(back.out).toContain('127.0.0.1:1 of shop gets requests again\n');
  });

  it('find an endpoint by its IPv6 address', async () => {
    const { port } = await adminScene();
    const { code, out } = await inProcess(['drain', 'shop', '[::1]:2', ...at(port)]);
    expect([code, out]).toEqual([0, expect.stringContaining('[::1]:2 of shop is drained')]);
  });

  it('set a weight and go back to the configured one', async () => {
    const { port } = await adminScene();
    const weight = (text: string) => inProcess(['weight', 'shop', '127.0.0.1:1', text, ...at(port)]);
    expect((await weight('5')).out).toContain('has the weight 5 (configured 1)');
    expect((await weight('configured')).out).toContain('has its configured weight 1');
    for (const wrong of ['0', '1001', 'much', '1.5']) {
      expect(await weight(wrong)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('Fix: write 1 to 1000') as unknown,
      });
    }
  });

  it('show every endpoint', async () => {
    const { port } = await adminScene();
    await inProcess(['drain', 'shop', '127.0.0.1:1', ...at(port)]);
    await inProcess(['weight', 'shop', '[::1]:2', '7', ...at(port)]);
    const { code, out } = await inProcess(['services', ...at(port)]);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'SERVICE  ENDPOINT     STATE      WEIGHT            IN FLIGHT  REQUESTS  P50  P99  LAST ERROR',
      'shop     127.0.0.1:1  drained    1                 0          0         -    -    -',
      'shop     [::1]:2      available  7 (configured 1)  0          0         -    -    -',
      '',
    ]);
    expect((await inProcess(['services', 'shop', ...at(port)])).out).toBe(out);
    const json = await inProcess(['services', '--json', ...at(port)]);
    expect(JSON.parse(json.out)).toMatchObject([{ services: [{ name: 'shop' }] }]);
  });

  it('reload, and print what is wrong with a file where it is', async () => {
    const admin = await adminScene();
    const services = [
      { name: 'shop', domain: 'shop.test', hosts: twoEndpoints },
      { name: 'new', domain: 'new.test', hosts: twoEndpoints },
    ];
    admin.writeConfig(JSON.stringify({ proxy: { admin: { port: 9 }, services } }));
    const done = await inProcess(['reload', ...at(admin.port)]);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(
      /version 2 \([\da-f]{12}\) is in use; services: 1 added, 0 removed, 0 changed, 1 kept\n/,
    );
    expect(done.out).toContain('proxy.admin takes effect with a restart only\n');
    expect((await inProcess(['reload', ...at(admin.port)])).out).toContain('says the same as before\n');
    admin.writeConfig('proxy: {}');
    const refused = await inProcess(['reload', ...at(admin.port)]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(
      /^failed {2}\S+ \(http:\S+\): .*config\.yaml is invalid; .* Fix: Correct what/,
    );
    expect(refused.err).toMatch(/\n {10}\S+config\.yaml:1:1 proxy\.services: /);
  });

  it('call every replica that is named, and fail when one of them did', async () => {
    const [one, other] = [await adminScene(), await adminScene({ admin: { token: 'right' } })];
    const nobody = await closedPort();
    const args = ['drain', 'shop', '127.0.0.1:1', ...at(one.port), ...at(other.port), ...at(nobody)];
    const { code, out, err } = await inProcess(args);
    expect(code).toBe(1);
    expect(out.match(/^ok /gm)).toHaveLength(1);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(
        /^failed {2}\S+ \(http:\S+\): This needs the token of the admin side\. Fix: .*HOSTLER_ADMIN_TOKEN/,
      ),
      `failed  http://127.0.0.1:${nobody}: Nothing listens there. Fix: Check that the proxy runs, and that this is its proxy.admin address and port.`,
      '2 of 3 replicas failed.',
      '',
    ]);
    const token = { env: { HOSTLER_ADMIN_TOKEN: 'right' } };
    expect(await inProcess(['services', ...at(other.port)], token)).toMatchObject({ code: 0 });
    expect(await inProcess(['services', ...at(other.port), '--token', 'wrong'], token)).toMatchObject({
      code: 1,
    });
  });

  it('call every address of a name, by that name', async () => {
    const hosts = ['hostler.test'];
    const four = await adminScene({ admin: { hosts } });
    await adminScene({ admin: { address: '::1', port: four.port, hosts } });
    const names = { 'hostler.test': ['127.0.0.1', '::1', '127.0.0.1'] };
    const args = ['drain', 'shop', '127.0.0.1:1', '--admin', `http://hostler.test:${four.port}`];
    const { code, out, err } = await inProcess(args, { names });
    expect([code, err]).toEqual([0, '']);
    expect(
      out.match(/^ok .*\.test:\d+ at (127\.0\.0\.1|::1)\): 127\.0\.0\.1:1 of shop is drained/gm),
    ).toHaveLength(2);
  });

  it('say that proxy.admin.hosts has to hold the name', async () => {
    const { port } = await adminScene();
    const args = ['services', '--admin', `hostler.test:${port}`];
    const { code, err } = await inProcess(args, { names: { 'hostler.test': ['127.0.0.1'] } });
    expect([code, err]).toEqual([1, expect.stringContaining('add the name to proxy.admin.hosts')]);
  });

  it('say that a name is not known', async () => {
    expect(await inProcess(['services', '--admin', 'nobody.test'])).toEqual({
      code: 1,
      out: '',
      err: 'failed  nobody.test:9901: Cannot look up "nobody.test": getaddrinfo ENOTFOUND nobody.test. Fix: Check the name, or call an address.\n',
    });
  });

  it('do not wait for ever', async () => {
    const hanging = await hangingPort();
    onTestFinished(() => hanging.close());
    const args = ['services', '--admin', `http://127.0.0.1:${hanging.port}`, '--timeout', '20ms'];
    const { code, err } = await inProcess(args);
    expect([code, err]).toEqual([1, expect.stringContaining('No answer within 20 ms.')]);
    expect(await inProcess(['services', '--timeout', 'soon'])).toMatchObject({ code: 2 });
  });

  it('tell when something else answers', async () => {
    const server = createServer((_request, response) => response.end('hello'));
    onTestFinished(() => void server.close());
    const { port } = await listen(server, 'main', { address: '127.0.0.1', port: 0 });
    const closed = once(server, 'close');
    const { code, err } = await inProcess(['services', ...at(port)]);
    expect([code, err]).toEqual([1, expect.stringContaining('not the one that clients use')]);
    server.close();
    await closed;
  });

  it('say what is wrong with a service that there is not', async () => {
    const { port } = await adminScene();
    const { code, err } = await inProcess(['services', 'shpo', ...at(port)]);
    expect(code).toBe(1);
    expect(err).toContain('No service is called "shpo". Fix: Use one of the names in the details');
    expect(err).toContain('\n          shop\n');
  });
});

describe('explain', () => {
  it('asks running proxies with --admin', async () => {
    const { port } = await adminScene();
    await inProcess(['drain', 'shop', '127.0.0.1:1', ...at(port)]);
    const args = [
      'explain',
      'http://shop.test/x',
      '-X',
      'POST',
      '-H',
      'A: 1',
      '-H',
      'B: 2',
      '--from',
      '192.0.2.9',
    ];
    const { code, out, err } = await inProcess([...args, ...at(port)]);
    expect([code, err]).toEqual([0, '']);
    for (const text of [
      'POST http://shop.test/x',
      'client   192.0.2.9',
      'drained',
      '→  [::1]:2',
      'A: 1',
      'B: 2',
    ])
      expect(out).toContain(text);
    const json = await inProcess([...args, '--json', ...at(port)]);
    expect(JSON.parse(json.out)).toMatchObject({ explanation: { request: { method: 'POST' } } });
    const wrong = await inProcess(['explain', 'shop.test', ...at(port)]);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('Fix: Write a whole URL')]);
  });
});
