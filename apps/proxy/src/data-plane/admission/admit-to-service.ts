import type { Exchange } from '../exchange.ts';
import type { Service } from '../service.ts';
import type { AdmittedMessage, Refusal } from './admit-message.ts';

/** What the service itself asks of a request, before one of its endpoints is bothered. @returns `null` when it is fine */
export function admitToService(
  service: Service,
  exchange: Exchange,
  message: AdmittedMessage,
): Refusal | null {
  const { framing } = message;
  const { maxBodyBytes } = service.config.limits;
  if (framing.kind === 'length' && maxBodyBytes !== null && framing.length > maxBodyBytes) {
    return { ok: false, code: 'body_too_large', detail: 'Content-Length over limits.maxBodyBytes' };
  }
  if (framing.kind !== 'none' && exchange.body.consumed) {
    return { ok: false, code: 'request_body_consumed', detail: 'a middleware in front has read the body' };
  }
  return null;
}
