// On a plain node:http server and with its undici mode, the fastest of the ways that its README shows.
import { createServer } from 'node:http';
import fastProxy from 'fast-proxy';
import { listen, upstreamPort } from './announce.js';

const gateway = fastProxy({
  base: `http://127.0.0.1:${upstreamPort()}`,
  undici: { connections: 256, pipelining: 1 },
});
listen(createServer((request, response) => gateway.proxy(request, response, request.url ?? '/', {})));
