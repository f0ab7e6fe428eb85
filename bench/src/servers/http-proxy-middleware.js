// The bare middleware under Express: what most Node teams have today, and the reference of every ratio.
import { Agent, createServer } from 'node:http';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { listen, upstreamPort } from './announce.js';

const app = express();
app.disable('x-powered-by');
app.use(
  createProxyMiddleware({
    target: `http://127.0.0.1:${upstreamPort()}`,
    // Without an agent of its own it opens a connection for each request, which would measure that.
    agent: new Agent({ keepAlive: true }),
    // Off is its default: it adds no forwarded fields, so it does less than it could.
    xfwd: false,
  }),
);
listen(createServer(app));
