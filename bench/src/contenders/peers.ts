import type { Contender } from '../contender.ts';
import { nodeServerContender } from './node-server.ts';

/** The row that all ratios refer to. */
export const REFERENCE = 'http-proxy-middleware';

/** The other Node proxies, each as lean as its documentation allows and with connections kept alive. */
export const NODE_PEERS: readonly Contender[] = [
  nodeServerContender({
    name: REFERENCE,
    server: 'http-proxy-middleware',
    packages: ['http-proxy-middleware', 'express'],
    setup: 'under Express, keep-alive agent, xfwd off; nothing else',
  }),
  nodeServerContender({
    name: 'undici-dispatch',
    server: 'undici-express',
    packages: ['undici', 'express'],
    setup: 'Pool.dispatch under Express, hop-by-hop fields removed; nothing else',
  }),
  nodeServerContender({
    name: 'fast-proxy',
    server: 'fast-proxy',
    packages: ['fast-proxy'],
    setup: 'undici mode, on a plain node:http server without a framework',
  }),
  nodeServerContender({
    name: 'fastify-http-proxy',
    server: 'fastify-http-proxy',
    packages: ['@fastify/http-proxy', 'fastify'],
    setup: 'under Fastify, request logging off',
  }),
];
