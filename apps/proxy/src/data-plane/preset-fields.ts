import { fieldValues } from '@hostler/http';

/** As much of Node's outgoing message as it takes to see what was set on it. */
export interface PresetResponse {
  getHeaderNames(): string[];
  getHeader(name: string): number | string | readonly string[] | undefined;
  setHeader(name: string, value: string): unknown;
  removeHeader(name: string): void;
}

/** Fields that say how a message is framed. That is between us and the client, and no middleware knows it. */
const framing: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Fields of which a middleware's and the endpoint's are both meant. */
const added: ReadonlySet<string> = new Set(['set-cookie', 'vary']);

/**
 * Joins the fields that middlewares in front have set on a response (`res.setHeader`) to those that it is sent with.
 * What is sent has the last word, as `writeHead` has it, but cookies and `Vary` come together.
 *
 * @param chunked the body will be sent in chunks
 * @returns the fields to send, and whether a middleware wants the connection closed
 */
export function joinPresetFields(
  response: PresetResponse,
  names: readonly string[],
  headers: readonly string[],
  chunked: boolean,
): { readonly headers: string[]; readonly close: boolean } {
  const joined = [...headers];
  let close = false;
  for (const name of names) {
    const value = response.getHeader(name);
    if (name === 'connection') close = String(value).toLowerCase() === 'close';
    // Node takes the removal of this one for a wish to have no chunks.
    if (name === 'transfer-encoding' && chunked) response.setHeader(name, 'chunked');
    else if (framing.has(name)) response.removeHeader(name);
    else if (added.has(name) && fieldValues(headers, name).length > 0) {
      for (const one of Array.isArray(value) ? value : [value]) joined.push(name, String(one));
    }
  }
  return { headers: joined, close };
}
