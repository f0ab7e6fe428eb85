import type { DataPlane } from './data-plane.ts';
import { errorCatalogue } from './errors/catalogue.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import { errorResponse } from './errors/error-response.ts';
import type { OwnResponse } from './errors/error-response.ts';
import type { Peer } from './exchange.ts';
import { decorate } from './forwarding/decorate.ts';
import { requestId } from './request-id.ts';

/** Something that came over a client's connection and never became a request. */
export interface UnparsedRequest {
  readonly code: ErrorCode;
  /** One clause for the log. */
  readonly detail: string;
  readonly peer: Peer;
  /** Empty, as the target, where not even that much is known. */
  readonly method: string;
  readonly target: string;
}

/** Answers it, and writes it down. */
export function refuseUnparsed(plane: DataPlane, request: UnparsedRequest): OwnResponse {
  const { code, detail, peer, method, target } = request;
  const id = requestId([], false);
  const response = errorResponse(code, id, []);
  const headers = [...response.headers];
  decorate(headers, id, `${plane.snapshot.via}; error=${errorCatalogue[code].type}`);
  plane.accessLog?.(
    {
      id,
      method,
      target,
      host: '',
      client: peer.address,
      service: null,
      endpoint: null,
      attempts: 0,
      queueWaitMs: 0,
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
