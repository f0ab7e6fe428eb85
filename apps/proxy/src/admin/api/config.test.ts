import { describe, expect, it } from 'vitest';
import { adminScene, twoEndpoints } from '../testing/admin-scene.ts';

function yaml(proxy: object): string {
  const services = [{ name: 'shop', domain: 'shop.test', hosts: twoEndpoints }];
  return JSON.stringify({ proxy: { admin: { address: '127.0.0.1', port: 0 }, services, ...proxy } });
}

describe('the configuration of the admin API', () => {
  it('shows no secret', async () => {
    const admin = await adminScene({ admin: { token: 'hidden-token' }, proxy: { secret: 'hidden-secret' } });
    const answer = await admin.get('/api/v1/config', { Authorization: 'Bearer hidden-token' });
    expect(answer.text).not.toContain('hidden');
    expect(answer.json()).toMatchObject({
      version: 1,
      lastResult: null,
      config: { secret: '[redacted]', admin: { token: '[redacted]' }, services: [{ name: 'shop' }] },
    });
  });

  it('is reloaded, and says what that touched', async () => {
    const admin = await adminScene();
    admin.writeConfig(yaml({ via: 'other' }));
    const answer = await admin.post('/api/v1/config/reload');
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      scope: expect.stringContaining('this replica only') as unknown,
      result: { ok: true, outcome: 'applied', trigger: 'api', version: 2 },
    });
    const history = await admin.get('/api/v1/config/history');
    expect(history.json()).toMatchObject({
      history: [
        { version: 2, trigger: 'api' },
        { version: 1, trigger: 'start', diff: null },
      ],
    });
    expect(history.text).toContain('{"path":"via","before":"hostler","after":"other"}');
  });

  it('stays in use when the file is broken, and the answer says where', async () => {
    const admin = await adminScene();
    admin.writeConfig('proxy:\n  servces: []\n');
    const answer = await admin.post('/api/v1/config/reload');
    expect(answer.status).toBe(422);
    expect(answer.error()).toMatchObject({ code: 'config_invalid' });
    expect(answer.error().details[0]).toMatch(/config\.yaml:1:1 proxy\.services: /);
    expect((await admin.get('/api/v1/config')).json()).toMatchObject({
      version: 1,
      lastResult: { ok: false, outcome: 'invalid', trigger: 'api' },
    });
  });

  it('stays in use when its tests fail', async () => {
    const admin = await adminScene();
    const test = { request: { url: 'http://nobody.test/' }, expect: { service: 'shop' } };
    admin.writeConfig(yaml({ tests: [test] }));
    const answer = await admin.post('/api/v1/config/reload');
    expect([answer.status, answer.error().code]).toEqual([422, 'tests_failed']);
  });

  it('cannot be read again when it came from code', async () => {
    const admin = await adminScene({ file: false });
    const answer = await admin.post('/api/v1/config/reload');
    expect([answer.status, answer.error().code]).toEqual([409, 'no_config_file']);
    expect((await admin.get('/api/v1/config')).json()).toMatchObject({ lastResult: null });
  });
});
