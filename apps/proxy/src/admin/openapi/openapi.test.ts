import { httpUpstream } from '@hostler/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pino } from 'pino';
import { ask } from '../../testing/client.ts';
import { keep } from '../../testing/scene.ts';
import { createAdminServer } from '../admin-server.ts';
import { operations } from '../api/operations.ts';
import type { Operation } from '../operation.ts';
import { probePaths } from '../probes.ts';
import { adminParts } from '../testing/admin-parts.ts';
import { adminScene, askAt, twoEndpoints } from '../testing/admin-scene.ts';
import type { AdminAnswer, AdminAsk, AdminScene } from '../testing/admin-scene.ts';
import { documentedCodes, documentedOperations, undocumented } from '../testing/documented.ts';

const services = [
  { name: 'shop', domain: 'shop.test', hosts: twoEndpoints },
  { name: 'api', domain: 'api.test', hosts: twoEndpoints },
];

/** A configuration file. @param proxy what it says besides its services */
function yaml(proxy: object = {}): string {
  return JSON.stringify({ proxy: { admin: { address: '127.0.0.1', port: 0 }, services, ...proxy } });
}

/** Of operations that need one. */
const usualBodies: Readonly<Record<string, object>> = {
  weighEndpoint: { weight: 5 },
  runDrill: { service: 'shop', fault: 'refuse', for: '100ms' },
};

/** Asks one operation after the other, and collects what the document does not have of the answers. */
class Checked {
  readonly wrong: string[] = [];
  readonly codes = new Set<string>();
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  get name(): string {
    return `${this.#operation.method.toUpperCase()} /api/v1${this.#operation.path}`;
  }

  get isChange(): boolean {
    return this.#operation.method === 'post';
  }

  /** What it takes to succeed. */
  get usual(): AdminAsk {
    return {
      method: this.#operation.method.toUpperCase(),
      ...(usualBodies[this.#operation.id] === undefined ? {} : { body: usualBodies[this.#operation.id] }),
    };
  }

  async ask(port: number, asked: AdminAsk = {}, path = this.path()): Promise<AdminAnswer> {
    const answer = await askAt(port, path, { ...this.usual, ...asked });
    this.wrong.push(...undocumented(this.name, answer));
    this.codes.add(answer.status === 200 ? 'ok' : answer.error().code);
    return answer;
  }

  path(name = 'shop', address = '127.0.0.1:1', query = 'url=http://shop.test/'): string {
    const path = `/api/v1${this.#operation.path}`.replace('{name}', name).replace('{address}', address);
    return this.#operation.id === 'explainRequest' ? `${path}?${query}` : path;
  }
}

async function refuseCallers(checked: Checked): Promise<void> {
  const { port } = await adminScene({ admin: { token: 'right' } });
  await checked.ask(port);
  await checked.ask(port, { headers: { Authorization: 'Bearer wrong' } });
  await checked.ask(port, { headers: { Host: 'rebound.example' } });
  await checked.ask(port, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
  if (checked.isChange) await checked.ask(port, { headers: { Origin: 'http://evil.example' } });
  const off = await adminScene({ admin: { api: false } });
  await checked.ask(off.port);
}

async function sendNonsense(checked: Checked, { port }: AdminScene): Promise<void> {
  const path = checked.path();
  await checked.ask(port, {}, `${path}${path.includes('?') ? '&' : '?'}surplus=1`);
  if (!checked.isChange) return;
  await checked.ask(port, { rawBody: '{' });
  await checked.ask(port, { body: { surplus: 1 } });
  await checked.ask(port, { rawBody: ' '.repeat(5000) });
  await checked.ask(port, { headers: { 'Content-Type': 'text/plain' } });
}

async function askInVain(checked: Checked, { port }: AdminScene): Promise<void> {
  const other = checked.path('nobody');
  if (other !== checked.path()) await checked.ask(port, {}, other);
  const another = checked.path('shop', '10.9.9.9:1');
  if (another !== checked.path()) await checked.ask(port, {}, another);
}

async function breakReloads(checked: Checked, admin: AdminScene): Promise<void> {
  if (!checked.name.endsWith('/config/reload')) return;
  admin.writeConfig('proxy: {');
  await checked.ask(admin.port);
  const test = { request: { url: 'http://nobody.test/' }, expect: { service: 'shop' } };
  admin.writeConfig(yaml({ tests: [test] }));
  await checked.ask(admin.port);
  await admin.proxy.proxy.configuration.close();
  await checked.ask(admin.port);
  const fromCode = await adminScene({ file: false });
  await checked.ask(fromCode.port);
}

async function refuseDrills(checked: Checked, { port }: AdminScene): Promise<void> {
  if (!checked.name.endsWith('/drill')) return;
  const drill = { service: 'shop', fault: 'refuse', for: '100ms' };
  await checked.ask(port, { body: { ...drill, for: '6m' } });
  await checked.ask(port, { body: { ...drill, service: 'nobody' } });
  await checked.ask(port, { body: { ...drill, endpoint: '10.9.9.9:1' } });
  await Promise.all([checked.ask(port, { body: drill }), checked.ask(port, { body: drill })]);
  await askAt(port, '/api/v1/services/shop/endpoints/127.0.0.1:1/drain', { method: 'POST' });
  await checked.ask(port, { body: drill });
  const three = await adminScene({ endpoints: [...twoEndpoints, { address: '127.0.0.1', port: 3 }] });
  await askAt(three.port, '/api/v1/services/shop/endpoints/127.0.0.1:1/drain', { method: 'POST' });
  await checked.ask(three.port, { body: { ...drill, endpoint: '127.0.0.1:1' } });
}

/** An admin side whose parts are all broken. */
async function brokenPort(): Promise<number> {
  const lines: string[] = [];
  const fail = (): never => {
    throw new Error('broken');
  };
  const control = { services: fail, service: fail, drain: fail, undrain: fail, setWeight: fail, drill: fail };
  const configuration = {
    get current() {
      return fail();
    },
    get history() {
      return fail();
    },
    lastResult: null,
    reload: fail,
  };
  const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
  const server = createAdminServer(
    adminParts({ control, configuration, configFile: '/config.yaml', explain: fail, logger }),
  );
  onTestFinished(() => server.close());
  await server.open({ address: '127.0.0.1', port: 0 });
  return Number(/"port":(\d+)/.exec(lines[0] ?? '')?.[1]);
}

describe('docs/openapi.yaml', () => {
  it('has every path and method that is served', () => {
    const served = [
      ...probePaths.map((path) => `GET ${path}`),
      ...operations.map(({ method, path }) => `${method.toUpperCase()} /api/v1${path}`),
    ];
    expect([...documentedOperations].toSorted()).toEqual(served.toSorted());
  });

  it.each(operations.map((operation) => ({ operation, id: operation.id })))(
    'has every answer of $id, and no other one',
    async ({ operation }) => {
      const checked = new Checked(operation);
      const admin = await adminScene();
      admin.writeConfig(yaml());
      await checked.ask(admin.port);
      await refuseCallers(checked);
      await sendNonsense(checked, admin);
      await askInVain(checked, admin);
      await breakReloads(checked, admin);
      await refuseDrills(checked, admin);
      await checked.ask(await brokenPort());
      expect(checked.wrong).toEqual([]);
      expect([...checked.codes].toSorted()).toEqual(['ok', ...documentedCodes(checked.name)].toSorted());
    },
  );

  it('has the probes and the metrics', async () => {
    const admin = await adminScene();
    const wrong: string[] = [];
    for (const path of probePaths) wrong.push(...undocumented(`GET ${path}`, await admin.get(path)));
    expect(wrong).toEqual([]);
  });

  it('has what answers for anything else', async () => {
    const admin = await adminScene();
    const wrong = [
      ...undocumented('GET /', await admin.get('/')),
      ...undocumented('GET /api/v1', await admin.get('/api/v1')),
      ...undocumented('DELETE /api/v1/services', await admin.ask('/api/v1/services', { method: 'DELETE' })),
      ...undocumented('PUT /metrics', await admin.ask('/metrics', { method: 'PUT' })),
    ];
    expect(wrong).toEqual([]);
  });

  it('has all that a service may have been through', async () => {
    const good = await keep(httpUpstream((_request, response) => response.end('ok')));
    const bad = await keep(httpUpstream((request) => request.socket.destroy()));
    const admin = await adminScene({
      endpoints: [good, bad],
      service: {
        hosts: [
          { address: 'localhost', port: good.port },
          { address: '127.0.0.1', port: bad.port, weight: 3 },
        ],
        // One check, or a passing one would end the ejection.
        healthCheck: { interval: '1h', changingInterval: '1h' },
        circuitBreaker: {},
        loadBalancing: { policy: 'round-robin' },
      },
      proxy: { secret: 'hidden' },
    });
    await admin.post(`/api/v1/services/shop/endpoints/127.0.0.1:${bad.port}/weight`, { weight: 7 });
    for (let sent = 0; sent < 20; sent++) await ask(admin.proxy.port, { headers: { host: 'shop.test' } });
    await expect
      .poll(async () => (await admin.get('/api/v1/services')).text)
      .toMatch(/"ejected":\{.*"lastError":\{.*/);
    await expect.poll(async () => (await admin.get('/api/v1/services')).text).toContain('"lastAt"');
    admin.writeConfig(yaml({ via: 'other', secret: 'changed' }));
    await admin.post('/api/v1/config/reload');
    const wrong = [
      ...undocumented('GET /api/v1/services', await admin.get('/api/v1/services')),
      ...undocumented('GET /api/v1/config', await admin.get('/api/v1/config')),
      ...undocumented('GET /api/v1/config/history', await admin.get('/api/v1/config/history')),
    ];
    for (const url of ['http://shop.test/', 'http://nobody.test/', 'http://api.test/_health']) {
      const path = `/api/v1/explain?url=${encodeURIComponent(url)}`;
      wrong.push(...undocumented('GET /api/v1/explain', await admin.get(path)));
    }
    expect(wrong).toEqual([]);
  });
});
