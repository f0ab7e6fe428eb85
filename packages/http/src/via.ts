import { fieldValues } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/**
 * The Via to send: what came, with our own entry at its end (RFC 9110 7.6.3). A gateway must send it in requests and may
 * send it in responses.
 *
 * @param existing the received fields as one value, `null` when there were none
 * @param version of the message received, such as `1.1`
 * @param pseudonym our name, a token; the same on all replicas, another one for every other tier
 */
export function appendVia(existing: string | null, version: string, pseudonym: string): string {
  const entry = `${version} ${pseudonym}`;
  return existing === null || existing === '' ? entry : `${existing}, ${entry}`;
}

/** Whether the message has passed us before: a Via entry has our name as its `received-by` (RFC 9110 7.6.3). */
export function isLoop(headers: RawHeaders, pseudonym: string): boolean {
  const values = fieldValues(headers, 'via');
  if (values.length === 0) return false;
  const name = pseudonym.toLowerCase();
  return values.some((value) => receivedBy(value).includes(name));
}

/**
 * The `received-by` of each entry, in lower case. Comments are left out first: anybody may write our name, or a comma,
 * into one.
 */
function receivedBy(via: string): string[] {
  return withoutComments(via)
    .split(',')
    .map((entry) => entry.trim().split(/[ \t]+/)[1] ?? '')
    .map((name) => name.toLowerCase());
}

/** Comments nest, and a backslash takes the meaning from the next character (RFC 9110 5.6.5). */
function withoutComments(value: string): string {
  if (!value.includes('(')) return value;
  let outside = '';
  let depth = 0;
  for (let index = 0; index < value.length; index++) {
    const character = value.charAt(index);
    if (depth > 0 && character === '\\') index++;
    else if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (depth === 0) outside += character;
  }
  return outside;
}
