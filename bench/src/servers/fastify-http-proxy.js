// As its README starts, with request logging off (Fastify's default) and as many connections as the load has.
import fastifyHttpProxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { announce, upstreamPort } from './announce.js';

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

const app = fastify({ bodyLimit: BODY_LIMIT_BYTES });
await app.register(fastifyHttpProxy, {
  upstream: `http://127.0.0.1:${upstreamPort()}`,
  undici: { connections: 256, pipelining: 1 },
});
await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server);
