import { expect, it } from 'vitest';
import type { AdmittedMessage } from '../admission/admit-message.ts';
import { route } from './route.ts';
import { compileRoutes } from './router.ts';

const router = compileRoutes([
  { name: 'api', default: false, routes: [{ domain: 'a.example', path: '/api', stripPrefix: true }] },
]);

function message(host: string, path: string): AdmittedMessage {
  return { ok: true, host, authority: host, path, query: '?q', framing: { kind: 'none' }, maxForwards: null };
}

it('hands on the match', () => {
  expect(route(router, message('a.example', '/api/x'))).toMatchObject({ ok: true, forwardTarget: '/x?q' });
});

it.each([
  { host: 'b.example', path: '/api', code: 'destination_not_found', detail: 'no service claims the host' },
  {
    host: 'a.example',
    path: '/',
    code: 'destination_not_found',
    detail: 'no route of the host has the path',
  },
  {
    host: 'a.example',
    path: '/api/../api',
    code: 'unsafe_path',
    detail: 'dot segments in a path whose prefix is stripped',
  },
])('answers $host$path with $code', ({ host, path, code, detail }) => {
  expect(route(router, message(host, path))).toEqual({ ok: false, code, detail });
});
