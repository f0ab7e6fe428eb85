import { describe, expect, it } from 'vitest';
import { adminScene } from '../testing/admin-scene.ts';
import type { AdminAnswer, AdminScene } from '../testing/admin-scene.ts';
import { createGuard } from './guard.ts';

const drain = '/api/v1/services/shop/endpoints/127.0.0.1:1/drain';

function verdict(answer: AdminAnswer): readonly [number, string] {
  return [answer.status, answer.error().code];
}

function isDrained({ proxy }: AdminScene): unknown {
  return proxy.log.some(({ operation, refused }) => operation === 'drainEndpoint' && refused === undefined);
}

describe('access to the admin side', () => {
  it('is free on loopback without a token', async () => {
    const admin = await adminScene();
    expect(verdict(await admin.post(drain))).toEqual([200, '']);
    expect(isDrained(admin)).toBe(true);
  });

  it('needs the token where there is one', async () => {
    const admin = await adminScene({ admin: { token: 'right' } });
    const missing = await admin.get('/api/v1/services');
    expect(verdict(missing)).toEqual([401, 'token_missing']);
    expect(missing.headers).toMatchObject({ 'www-authenticate': 'Bearer realm="hostler admin"' });
    const wrong = await admin.get('/api/v1/services', { Authorization: 'Bearer wrong' });
    expect(verdict(wrong)).toEqual([401, 'token_wrong']);
    const right = await admin.get('/api/v1/services', { Authorization: 'Bearer right' });
    expect(verdict(right)).toEqual([200, '']);
  });

  it('does not tell paths to whoever has no token', async () => {
    const admin = await adminScene({ admin: { token: 'right' } });
    expect(verdict(await admin.get('/api/v1/nothing'))).toEqual([401, 'token_missing']);
  });

  it.each([{ path: '/livez' }, { path: '/readyz' }, { path: '/metrics' }])(
    'needs nothing for $path, whatever the Host',
    async ({ path }) => {
      const admin = await adminScene({ admin: { token: 'right' } });
      const answer = await admin.get(path, { Host: '10.1.2.3:9901', 'Sec-Fetch-Site': 'cross-site' });
      expect(answer.status).toBe(200);
    },
  );

  it('keeps out a page whose name was rebound to our address, and does not tell it where it is', async () => {
    const admin = await adminScene();
    const answer = await admin.ask(drain, {
      method: 'POST',
      headers: { Host: 'rebound.example:9901', Origin: 'http://rebound.example:9901' },
    });
    expect(verdict(answer)).toEqual([403, 'host_not_allowed']);
    expect(answer.json()).toMatchObject({ replica: null });
    expect(isDrained(admin)).toBe(false);
  });

  it('takes the names that are configured', async () => {
    const admin = await adminScene({ admin: { hosts: ['Admin.example.com'] } });
    expect((await admin.get('/api/v1/services', { Host: 'admin.example.com:80' })).status).toBe(200);
    expect((await admin.get('/api/v1/services', { Host: 'other.example.com' })).status).toBe(403);
  });

  it.each([
    { name: 'a form', headers: { 'Content-Type': 'text/plain' }, status: 415 },
    { name: 'a script of another site', headers: { Origin: 'http://evil.example' }, status: 403 },
    { name: 'a script of another port', headers: { Origin: 'http://127.0.0.1:1' }, status: 403 },
    { name: 'a sandbox', headers: { Origin: 'null' }, status: 403 },
    { name: 'an image', headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403 },
  ])('changes nothing for $name in a page of somebody else', async ({ headers, status }) => {
    const admin = await adminScene();
    const answer = await admin.ask(drain, { method: 'POST', headers });
    expect(answer.status).toBe(status);
    expect(isDrained(admin)).toBe(false);
  });

  it('changes something for a page of its own', async () => {
    const admin = await adminScene();
    const headers = { Origin: `http://127.0.0.1:${admin.port}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await admin.ask(drain, { method: 'POST', headers })).status).toBe(200);
  });

  it('gives no browser permission', async () => {
    const admin = await adminScene();
    const answer = await admin.ask(drain, {
      method: 'OPTIONS',
      headers: { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(answer.status).toBe(405);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('needs the token beyond loopback, also from this machine', async () => {
    const admin = await adminScene({ admin: { address: '0.0.0.0', token: 'right' } });
    expect(verdict(await admin.get('/api/v1/services'))).toEqual([401, 'token_missing']);
    const right = await admin.get('/api/v1/services', { Authorization: 'Bearer right' });
    expect(right.status).toBe(200);
  });

  it("is nobody's beyond loopback without a token, if a program makes such a configuration", () => {
    const guard = createGuard({ address: '0.0.0.0', token: null, hosts: [], api: true });
    const headers = ['Host', 'localhost', 'Authorization', 'Bearer null'];
    expect(guard.caller({ method: 'GET', headers })?.code).toBe('token_wrong');
    expect(guard.caller({ method: 'GET', headers: [] })?.code).toBe('token_missing');
  });

  it("is nobody's with `api: false`", async () => {
    const admin = await adminScene({ admin: { address: '0.0.0.0', api: false } });
    expect(verdict(await admin.get('/api/v1/services'))).toEqual([404, 'api_off']);
    expect(verdict(await admin.post(drain))).toEqual([404, 'api_off']);
    expect((await admin.get('/metrics')).status).toBe(200);
    expect((await admin.get('/readyz')).status).toBe(200);
  });
});
