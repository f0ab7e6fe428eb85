import express from 'express';
import type { Router } from 'express';
import type { AdminParts } from './admin-parts.ts';
import { refuseMethod } from './mount.ts';

/** Paths that need no token and take any Host, since orchestrators and Prometheus send neither. */
export const probePaths = ['/livez', '/readyz', '/metrics'] as const;

/** The probes, which never look at an endpoint, and the metrics. */
export function probes(parts: AdminParts): Router {
  const router = express.Router({ caseSensitive: true });
  router.get('/livez', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', (_request, response) => {
    if (parts.isDraining()) response.status(503).type('text/plain').send('shutting down\n');
    else if (!parts.isServing()) response.status(503).type('text/plain').send('not serving yet\n');
    else response.type('text/plain').send('ok\n');
  });
  router.get('/metrics', async (_request, response) => {
    const text = await parts.metrics.read();
    response.set('Content-Type', parts.metrics.contentType).send(text);
  });
  for (const path of probePaths) router.all(path, refuseMethod('GET, HEAD', parts));
  return router;
}
