import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createAdminApp } from './admin-app.ts';
import { adminParts } from './testing/admin-parts.ts';
import { adminScene } from './testing/admin-scene.ts';

describe('the admin side', () => {
  it.each([
    { path: '/livez', draining: false, status: 200, body: 'ok\n' },
    { path: '/livez', draining: true, status: 200, body: 'ok\n' },
    { path: '/readyz', draining: false, status: 200, body: 'ok\n' },
    { path: '/readyz', draining: true, status: 503, body: 'shutting down\n' },
  ])('answers $path with $status, draining: $draining', async ({ path, draining, status, body }) => {
    const answer = await request(createAdminApp(adminParts({ isDraining: () => draining }))).get(path);
    expect([answer.status, answer.text]).toEqual([status, body]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it('answers HEAD, as some probes ask', async () => {
    const admin = await adminScene();
    const answer = await admin.ask('/readyz', { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('names every path that there is to whoever asks for another one', async () => {
    const admin = await adminScene();
    const answer = await admin.get('/api/v1/servces');
    expect(answer.status).toBe(404);
    expect(answer.error()).toMatchObject({
      code: 'path_not_found',
      message: 'The admin side has no /api/v1/servces.',
    });
    expect(answer.error().details.slice(0, 4)).toEqual([
      'GET /livez',
      'GET /readyz',
      'GET /metrics',
      'GET /api/v1/services',
    ]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it.each([
    { method: 'DELETE', path: '/api/v1/services', allow: 'GET, HEAD' },
    { method: 'OPTIONS', path: '/api/v1/services', allow: 'GET, HEAD' },
    { method: 'GET', path: '/api/v1/config/reload', allow: 'POST' },
    { method: 'POST', path: '/livez', allow: 'GET, HEAD' },
  ])('says which methods $path has to $method', async ({ method, path, allow }) => {
    const admin = await adminScene();
    const answer = await admin.ask(path, { method });
    expect(answer).toMatchObject({ status: 405, headers: { allow } });
    expect(answer.error()).toMatchObject({
      code: 'method_not_allowed',
      message: `${path} does not take ${method}.`,
    });
  });

  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  it.each([
    { name: 'no type', headers: { 'Content-Type': null }, body: '', status: 415 },
    { name: 'a form', headers: form, body: 'weight=1', status: 415 },
    {
      name: 'JSON that says it is text',
      headers: { 'Content-Type': 'text/plain' },
      body: '{"weight":1}',
      status: 415,
    },
    { name: 'what is compressed', headers: { 'Content-Encoding': 'gzip' }, body: '{}', status: 415 },
    { name: 'more than 4 KiB', headers: {}, body: `{"weight":${' '.repeat(4096)}1}`, status: 413 },
    { name: 'half of it', headers: {}, body: '{"weight"', status: 400 },
    { name: 'nothing', headers: {}, body: '', status: 400 },
    {
      name: 'JSON that says how it is written',
      headers: { 'Content-Type': 'Application/JSON; charset=utf-8' },
      body: '{"weight":1}',
      status: 200,
    },
  ])('takes a change as JSON only: $name is $status', async ({ headers, body, status }) => {
    const admin = await adminScene();
    const path = '/api/v1/services/shop/endpoints/127.0.0.1:1/weight';
    const answer = await admin.ask(path, { method: 'POST', headers, rawBody: body });
    expect(answer.status).toBe(status);
    const codes: Record<number, string> = {
      200: '',
      400: 'invalid_request',
      413: 'body_too_large',
      415: 'unsupported_media_type',
    };
    expect(answer.error().code).toBe(codes[status]);
  });

  it('does not read on when it has refused a body', async () => {
    const admin = await adminScene({ admin: { token: 'right' } });
    const answer = await admin.ask('/api/v1/config/reload', {
      method: 'POST',
      rawBody: ' '.repeat(1_000_000),
    });
    expect(answer).toMatchObject({ status: 401, headers: { connection: 'close' } });
  });
});
