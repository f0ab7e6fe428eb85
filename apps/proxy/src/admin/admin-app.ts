import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { createGuard } from './access/guard.ts';
import type { AdminParts } from './admin-parts.ts';
import { sendProblem } from './answer.ts';
import { operations } from './api/operations.ts';
import { mount } from './mount.ts';
import { probePaths, probes } from './probes.ts';
import { Problem } from './problem.ts';
import { defect, problemOf } from './request-errors.ts';

/** The operators' side, on a port of its own: probes and metrics for everybody, the API for those who are let in. */
export function createAdminApp(parts: AdminParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.use(neverStored);
  app.use(probes(parts));
  app.use(guarded(parts));
  app.use('/api/v1', mount(operations, parts));
  app.use(notFound(parts));
  app.use(failed(parts));
  return app;
}

function neverStored(_request: Request, response: Response, next: NextFunction): void {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
}

function guarded({ access, replica }: AdminParts) {
  const guard = createGuard(access);
  return (request: Request, response: Response, next: NextFunction): void => {
    const visit = { method: request.method, headers: request.rawHeaders };
    const page = guard.page(visit);
    // A page that was rebound to our address could read the answer: it should not learn this machine's name.
    if (page !== null) {
      sendProblem(response, null, page);
      return;
    }
    const caller = guard.caller(visit);
    if (caller === null) next();
    else sendProblem(response, replica, caller);
  };
}

function notFound({ replica }: AdminParts) {
  const paths = [
    ...probePaths.map((path) => `GET ${path}`),
    ...operations.map(({ method, path }) => `${method.toUpperCase()} /api/v1${path}`),
  ];
  return (request: Request, response: Response): void => {
    const problem = new Problem('path_not_found', {
      message: `The admin side has no ${request.path}.`,
      fix: 'Use one of the paths that the details name.',
      details: paths,
    });
    sendProblem(response, replica, problem);
  };
}

function failed({ replica, logger }: AdminParts) {
  // Express tells an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const problem = problemOf(error);
    if (problem === null) logger.error({ err: error, path: request.path }, 'a defect in the admin side');
    if (response.headersSent) response.destroy();
    else sendProblem(response, replica, problem ?? defect);
  };
}
