import { compileFieldSet } from './field-set.ts';
import { fieldValues, isSameName } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/**
 * Fields that a Connection field cannot remove, whoever sends it. They are meant for every recipient, so naming them
 * is an error (RFC 9110 7.6.1 "MUST NOT send a connection option corresponding to a field that is intended for all
 * recipients", with Cache-Control as its example), and obeying it would let a sender change what the message is: where
 * it goes and how long it is (Host, Content-Length), how its body is read (Content-*), what caches may do with it, and
 * whether a loop is noticed (Via, Max-Forwards). Everything else that is named goes, as the same clause demands.
 */
const INTENDED_FOR_ALL = compileFieldSet(['host', 'content-*', 'cache-control', 'via', 'max-forwards']);

/** Options that name no field beyond those that are removed anyway. */
const PLAIN_OPTIONS: ReadonlySet<string> = new Set(['close', 'keep-alive', 'te', 'upgrade']);

/** The connection options of all Connection fields, in lower case and in order (RFC 9110 7.6.1). */
export function connectionOptions(headers: RawHeaders): string[] {
  return fieldValues(headers, 'connection').flatMap(parseOptions);
}

/**
 * The fields that Connection names, beyond those that are never passed on, in lower case.
 * @returns `null` when there are none, as on nearly every message
 */
export function nominatedFields(headers: RawHeaders): ReadonlySet<string> | null {
  let nominated: Set<string> | null = null;
  for (let index = 0; index < headers.length; index += 2) {
    if (!isSameName(headers[index] ?? '', 'connection')) continue;
    const value = headers[index + 1] ?? '';
    // Nearly all of them; this is asked for every message in both directions.
    if (isSameName(value, 'keep-alive') || isSameName(value, 'close')) continue;
    for (const option of parseOptions(value)) {
      if (PLAIN_OPTIONS.has(option) || INTENDED_FOR_ALL.has(option)) continue;
      nominated ??= new Set();
      nominated.add(option);
    }
  }
  return nominated;
}

function parseOptions(value: string): string[] {
  return value
    .split(',')
    .map((option) => option.trim().toLowerCase())
    .filter((option) => option !== '');
}
