// The leanest use of undici under Express: `dispatch` with backpressure, hop-by-hop fields removed, nothing else.
import { createServer } from 'node:http';
import express from 'express';
import { Pool } from 'undici';
import { listen, upstreamPort } from './announce.js';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

const pool = new Pool(`http://127.0.0.1:${upstreamPort()}`, { connections: 256, allowH2: false });

/**
 * Copies one response into the client's.
 * @param {import('node:http').ServerResponse} response
 * @returns {import('undici').Dispatcher.DispatchHandler}
 */
function forwardTo(response) {
  return {
    onRequestStart(controller) {
      response.once('close', () => {
        if (!response.writableFinished) controller.abort(new Error('client gone'));
      });
    },
    onResponseStart(_controller, status, headers) {
      if (status >= 200) response.writeHead(status, endToEnd(headers));
    },
    onResponseData(controller, chunk) {
      if (response.write(chunk)) return;
      controller.pause();
      response.once('drain', () => controller.resume());
    },
    onResponseEnd() {
      response.end();
    },
    onResponseError() {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    },
  };
}

/** @param {import('node:http').IncomingHttpHeaders} headers */
function endToEnd(headers) {
  /** @type {import('node:http').IncomingHttpHeaders} */
  const kept = {};
  for (const name in headers) if (!HOP_BY_HOP.has(name)) kept[name] = headers[name];
  return kept;
}

/** @param {import('node:http').IncomingMessage} request */
function hasBody(request) {
  return (
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  );
}

const app = express();
app.disable('x-powered-by');
app.use((request, response) => {
  pool.dispatch(
    {
      path: request.url,
      method: request.method,
      headers: endToEnd(request.headers),
      body: hasBody(request) ? request : null,
    },
    forwardTo(response),
  );
});
listen(createServer(app));
