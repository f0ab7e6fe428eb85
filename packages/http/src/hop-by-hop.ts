import { nominatedFields } from './connection.ts';
import { compileFieldSet } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { fieldValues } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/**
 * Fields that are for the next recipient only (RFC 9110 7.6.1; `Proxy-*` from 11.7 and, unofficially,
 * Proxy-Connection). Proxy-Status has the name but not the nature: it travels end to end (RFC 9209 2).
 */
export const hopByHopFields: FieldSet = compileFieldSet(
  ['connection', 'keep-alive', 'te', 'transfer-encoding', 'upgrade', 'proxy-*'],
  ['proxy-status'],
);

const NOTHING: FieldSet = { has: () => false };

/**
 * The fields of a request or response that may be passed on: without the hop-by-hop ones and those that Connection
 * names (RFC 9110 7.6.1), in their order and case. Fields of our own are added afterwards, so that nobody's Connection
 * field can remove them.
 *
 * TE goes too: it is for us. Where the other side shall get it, `TE: trailers` is added anew with `Connection: TE`
 * (RFC 9110 10.1.4). Trailer is end-to-end and stays, unless the trailers do not.
 *
 * @param alsoDrop further fields to leave out in the same pass, such as `Trailer` or those that will be added anew
 */
export function removeHopByHop(headers: RawHeaders, alsoDrop: FieldSet = NOTHING): string[] {
  const nominated = nominatedFields(headers);
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (hopByHopFields.has(name) || alsoDrop.has(name)) continue;
    if (nominated !== null && nominated.has(name.toLowerCase())) continue;
    kept.push(name, headers[index + 1] ?? '');
  }
  return kept;
}

/** Whether the sender takes trailers: `trailers` is a member of its TE (RFC 9110 10.1.4). */
export function acceptsTrailers(headers: RawHeaders): boolean {
  return fieldValues(headers, 'te').some((value) =>
    value.split(',').some((member) => member.trim().toLowerCase() === 'trailers'),
  );
}
