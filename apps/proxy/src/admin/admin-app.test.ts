import { defineConfig } from '@hostler/config';
import { pino } from 'pino';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { createAdminApp } from './admin-app.ts';

function planeThat({ draining }: { readonly draining: boolean }): DataPlane {
  const services = [{ name: 'shop', domain: 'shop.test', hosts: [{ address: '127.0.0.1', port: 1 }] }];
  const plane = new DataPlane(defineConfig({ proxy: { services } }), {
    clock: systemClock,
    random: Math.random,
    logger: pino({ enabled: false }),
    accessLog: () => null,
  });
  plane.draining = draining;
  return plane;
}

describe('the admin side', () => {
  it.each([
    { path: '/livez', draining: false, status: 200, body: 'ok\n' },
    { path: '/livez', draining: true, status: 200, body: 'ok\n' },
    { path: '/readyz', draining: false, status: 200, body: 'ok\n' },
    { path: '/readyz', draining: true, status: 503, body: 'shutting down\n' },
    { path: '/', draining: false, status: 404, body: 'The admin side has /livez and /readyz.\n' },
    { path: '/metrics', draining: false, status: 404, body: 'The admin side has /livez and /readyz.\n' },
  ])('answers $path with $status, draining: $draining', async ({ path, draining, status, body }) => {
    const answer = await request(createAdminApp(planeThat({ draining }))).get(path);
    expect([answer.status, answer.text]).toEqual([status, body]);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it('answers HEAD, as some probes ask', async () => {
    const answer = await request(createAdminApp(planeThat({ draining: false }))).head('/readyz');
    expect(answer.status).toBe(200);
  });
});
