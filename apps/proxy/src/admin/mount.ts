import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import type { AdminParts } from './admin-parts.ts';
import { sendAnswer, sendProblem } from './answer.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';

/** Nobody has more to say. @unit bytes */
const maxBodyBytes = 4096;

/** Serves operations, and refuses other methods of their paths. */
export function mount(operations: readonly Operation[], parts: AdminParts): Router {
  const router = express.Router({ caseSensitive: true });
  const readBody = express.json({ limit: maxBodyBytes, inflate: false, strict: false });
  for (const [path, methods] of Map.groupBy(operations, (operation) => operation.path)) {
    const route = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const operation of methods) {
      const before = operation.method === 'get' ? [] : [onlyJson(parts), readBody];
      route[operation.method](...before, async (request: Request, response: Response) => {
        await serve(operation, parts, request, response);
      });
    }
    route.all(refuseMethod(allowed(methods), parts));
  }
  return router;
}

async function serve(
  operation: Operation,
  parts: AdminParts,
  request: Request,
  response: Response,
): Promise<void> {
  const { params, query } = request;
  const body: unknown = request.body;
  const result = await operation.run(parts, { params, query, body, signal: goneSignal(response) });
  if (operation.scope !== null) log(operation, parts, request, result);
  if (result instanceof Problem) sendProblem(response, parts.replica, result);
  else sendAnswer(response, parts.replica, result);
}

/** Aborted when the connection ends before the answer does. */
function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Who has changed what is asked afterwards, always. */
function log({ id }: Operation, { logger }: AdminParts, request: Request, result: object): void {
  const refused = result instanceof Problem ? { refused: result.code } : {};
  const line = { operation: id, path: request.originalUrl, by: request.socket.remoteAddress, ...refused };
  logger.info(line, 'an operator asked for a change');
}

/** A form of somebody else's page cannot send this type without being asked for permission first. */
function onlyJson({ replica }: AdminParts) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (type === 'application/json') next();
    else sendProblem(response, replica, notJson);
  };
}

const notJson = new Problem('unsupported_media_type', {
  message: 'Changes are taken as application/json only, also where there is no body.',
  fix: 'Send "Content-Type: application/json".',
});

function allowed(operations: readonly Operation[]): string {
  return operations.map(({ method }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase())).join(', ');
}

/** @param allow the methods that there are, as in the field */
export function refuseMethod(allow: string, { replica }: Pick<AdminParts, 'replica'>) {
  return (request: Request, response: Response): void => {
    const text = {
      message: `${request.baseUrl}${request.path} does not take ${request.method}.`,
      fix: `Use ${allow.replaceAll(', ', ' or ')}.`,
    };
    sendProblem(response, replica, new Problem('method_not_allowed', text, { Allow: allow }));
  };
}
