import { isToken } from './characters.ts';
import { quote, SerializeError } from './errors.ts';
import type { RawHeaders } from './message.ts';
import { serializeFields } from './serialize-fields.ts';

/**
 * A request head up to and with its blank line, to be written as latin1: each character is one byte. HTTP/1.1 always
 * (RFC 9110 6.2: we send the version we conform to). Host and the framing fields are among `headers`; that there is a
 * Host (RFC 9112 3.2) is for the caller.
 * @throws SerializeError for anything that a reader could take for another request than this one.
 */
export function serializeRequestHead(method: string, target: string, headers: RawHeaders): string {
  if (!isToken(method) || method === 'CONNECT') {
    throw new SerializeError('invalid-method', `cannot send the method ${quote(method)}`);
  }
  if (!isTarget(method, target)) {
    throw new SerializeError('invalid-target', `cannot send the target ${quote(target)} with ${method}`);
  }
  const fields = serializeFields(headers);
  refuseAmbiguity(headers);
  return `${method} ${target} HTTP/1.1\r\n${fields}\r\n`;
}

/**
 * RFC 9112 3.2, but for the authority-form of CONNECT. Bytes above 0x7F are not in its grammar, and pass: clients send
 * them, servers take them, and a proxy that encodes them asks for another resource.
 */
function isTarget(method: string, target: string): boolean {
  if (!/^[\x21\x22\x24-\x7e\x80-\xff]+$/.test(target)) return false;
  if (target.charCodeAt(0) === 0x2f) return true;
  return target === '*' ? method === 'OPTIONS' : /^[A-Za-z][A-Za-z0-9+.-]*:\/\/./.test(target);
}

/** The last look at a head for what turns one request into two (RFC 9112 11.2), whoever put it together. */
function refuseAmbiguity(headers: RawHeaders): void {
  let hosts = 0;
  let lengths = 0;
  let codings = 0;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') hosts += 1;
        break;
      case 14:
        if (name.toLowerCase() !== 'content-length') break;
        lengths += 1;
        if (!/^[0-9]+$/.test(value)) throw ambiguous(`Content-Length is ${quote(value)}`);
        break;
      case 17:
        if (name.toLowerCase() !== 'transfer-encoding') break;
        codings += 1;
        if (value !== 'chunked') throw ambiguous(`Transfer-Encoding is ${quote(value)}`);
        break;
    }
  }
  if (hosts > 1) throw ambiguous(`${hosts} Host fields`);
  if (lengths + codings > 1) {
    throw ambiguous(`${lengths} Content-Length and ${codings} Transfer-Encoding fields`);
  }
}

function ambiguous(what: string): SerializeError {
  return new SerializeError('ambiguous-head', `cannot send an ambiguous head: ${what}`);
}
