import { STATUS_CODES } from 'node:http';
import type { RawHeaders } from '@hostler/http';

/** A response head as bytes, for connections that Node's own response object no longer speaks for. */
export function serializeHead(status: number, reason: string, headers: RawHeaders): string {
  let head = `HTTP/1.1 ${status} ${reason === '' ? (STATUS_CODES[status] ?? '') : reason}\r\n`;
  for (let i = 0; i + 1 < headers.length; i += 2) head += `${headers[i] ?? ''}: ${headers[i + 1] ?? ''}\r\n`;
  return `${head}\r\n`;
}
