import { hasField, isIdempotent } from '@hostler/http';
import type { ClientRequest } from '../../exchange.ts';

/**
 * Whether sending the request twice does no more than sending it once: by its method (RFC 9110 9.2.2), or because its
 * client says with a key that the service knows the second one by.
 * @param idempotencyKey `retry.idempotencyKey` of the service
 * @see draft-ietf-httpapi-idempotency-key-header 2
 */
export function isRepeatable(
  { method, headers }: Pick<ClientRequest, 'method' | 'headers'>,
  { idempotencyKey }: { readonly idempotencyKey: boolean },
): boolean {
  if (isIdempotent(method)) return true;
  if (!idempotencyKey || (method !== 'POST' && method !== 'PATCH')) return false;
  return hasField(headers, 'idempotency-key');
}
