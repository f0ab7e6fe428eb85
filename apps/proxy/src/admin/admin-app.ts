import express from 'express';
import type { Express } from 'express';
import type { DataPlane } from '../data-plane/data-plane.ts';

/** The operators' side, on a port of its own: probes that never look at an endpoint. */
export function createAdminApp(plane: DataPlane): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/livez', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', (_request, response) => {
    if (plane.draining) response.status(503).type('text/plain').send('shutting down\n');
    else response.type('text/plain').send('ok\n');
  });
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('The admin side has /livez and /readyz.\n');
  });
  return app;
}
