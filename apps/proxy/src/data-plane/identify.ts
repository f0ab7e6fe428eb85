import { identifyClient } from '@hostler/http';
import type { DataPlane } from './data-plane.ts';
import type { Exchange } from './exchange.ts';
import { Reply } from './reply.ts';
import { requestId } from './request-id.ts';

/** Gives the request its id and finds out who asks: what every line that is written about it says. */
export function identify(plane: DataPlane, exchange: Exchange): Reply {
  const { snapshot } = plane;
  const { request } = exchange;
  const client = identifyClient(request.peer, request.headers, snapshot.trust);
  return new Reply(plane, snapshot, exchange, client, {
    id: requestId(request.headers, client.trusted),
    method: request.method,
    target: request.target,
    host: '',
    client: client.address,
    service: null,
    endpoint: null,
    attempts: 0,
    queueWaitMs: 0,
    status: 0,
    requestBytes: 0,
    responseBytes: 0,
    error: null,
    detail: null,
  });
}
