import type { RawHeaders } from './message.ts';

/**
 * A request head up to and with its blank line, to be written as latin1.
 * @throws SerializeError for anything that a reader could take for another request.
 */
export function serializeRequestHead(method: string, target: string, headers: RawHeaders): string {
  let text = `${method} ${target} HTTP/1.1\r\n`;
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return `${text}\r\n`;
}
