import type { Exchange } from '../exchange.ts';
import { hasBody } from './admit-message.ts';
import type { AdmittedMessage, Refusal } from './admit-message.ts';

/** What admission needs to know of a service. */
export interface AdmittingService {
  readonly config: {
    readonly limits: {
      /** Largest request body. @unit bytes  `null` is no limit. */
      readonly maxBodyBytes: number | null;
    };
  };
}

/**
 * What the service itself asks of a request, before one of its endpoints is bothered. A body in chunks says nothing of
 * its size: it is counted as it comes.
 * @returns `null` when it is fine
 */
export function admitToService(
  service: AdmittingService,
  exchange: { readonly body: Pick<Exchange['body'], 'consumed'> },
  { framing }: AdmittedMessage,
): Refusal | null {
  const { maxBodyBytes } = service.config.limits;
  if (framing.kind === 'length' && maxBodyBytes !== null && framing.length > maxBodyBytes) {
    return { ok: false, code: 'body_too_large', detail: 'Content-Length over limits.maxBodyBytes' };
  }
  if (hasBody(framing) && exchange.body.consumed) {
    return { ok: false, code: 'request_body_consumed', detail: 'a middleware in front has read the body' };
  }
  return null;
}
