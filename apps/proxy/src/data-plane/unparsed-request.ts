import type { DataPlane } from './data-plane.ts';
import { errorCatalogue } from './errors/catalogue.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import { errorResponse } from './errors/error-response.ts';
import type { OwnResponse } from './errors/error-response.ts';
import type { Peer } from './exchange.ts';
import { decorate } from './forwarding/decorate.ts';
import { requestId } from './request-id.ts';

/** Answers, and writes down, what came over a connection and did not parse as a request. */
export function refuseUnparsed(plane: DataPlane, code: ErrorCode, detail: string, peer: Peer): OwnResponse {
  const id = requestId([], false);
  const response = errorResponse(code, id, []);
  const headers = [...response.headers];
  decorate(headers, id, `${plane.snapshot.via}; error=${errorCatalogue[code].type}`);
  plane.accessLog?.(
    {
      id,
      method: '',
      target: '',
      host: '',
      client: peer.address,
      service: null,
      endpoint: null,
      attempts: 0,
      status: response.status,
      requestBytes: 0,
      responseBytes: response.body.length,
      error: code,
      detail,
    },
    0,
  );
  return { ...response, headers };
}
