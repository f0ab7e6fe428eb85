import { isFieldText, textFault } from './characters.ts';
import { parseError } from './errors.ts';
import type { ParseError } from './errors.ts';

/** RFC 9112 4. */
export interface StatusLine {
  readonly statusCode: number;
  /** Empty if there is none. */
  readonly reason: string;
  readonly httpMinor: 0 | 1;
}

const prefix11 = Buffer.from('HTTP/1.1 ', 'latin1');
const minorAt = prefix11.length - 2;
const zero = 0x30;

/** The bytes that every status line begins with: `HTTP/1.0 ` or `HTTP/1.1 `. */
export const prefixLength = prefix11.length;

/**
 * Judges the beginning of a status line as it comes, so that an endpoint that speaks something else is refused at its
 * first byte and not by a timeout.
 * @param matched how many bytes of the prefix came before data[offset]
 * @returns how many have come now, or what is wrong
 */
export function matchPrefix(data: Buffer, offset: number, matched: number): number | ParseError {
  let at = matched;
  for (let i = offset; at < prefixLength && i < data.length; i++, at++) {
    const byte = data[i];
    if (byte === prefix11[at] || (at === minorAt && byte === zero)) continue;
    const isVersion = at >= 'HTTP/'.length && at <= minorAt && isDigit(byte);
    const seen = data.toString('latin1', Math.max(0, i - at), i + 1);
    return parseError(isVersion ? 'unsupported-version' : 'invalid-status-line', seen);
  }
  return at;
}

/**
 * Reads a status line, without its CRLF, whose prefix `matchPrefix` has accepted. The space before the reason phrase
 * may be missing with it: RFC 9112 4 wants it, enough servers leave it out, and no parser reads anything else from it.
 */
export function parseStatusLine(line: string): StatusLine | ParseError {
  const statusCode = threeDigits(line, prefixLength);
  const afterCode = prefixLength + 3;
  if (statusCode < 100 || (line.length > afterCode && line.charCodeAt(afterCode) !== 0x20)) {
    return parseError(textFault(line) ?? 'invalid-status-line', line);
  }
  const reason = line.slice(afterCode + 1);
  if (!isFieldText(reason)) return parseError(textFault(reason) ?? 'control-character', line);
  return { statusCode, reason, httpMinor: line.charCodeAt(minorAt) === zero ? 0 : 1 };
}

/** @returns -1 if there are not three digits at `at`. */
function threeDigits(text: string, at: number): number {
  const hundreds = text.charCodeAt(at);
  const tens = text.charCodeAt(at + 1);
  const ones = text.charCodeAt(at + 2);
  if (!isDigit(hundreds) || !isDigit(tens) || !isDigit(ones)) return -1;
  return (hundreds - zero) * 100 + (tens - zero) * 10 + (ones - zero);
}

/** False for `undefined` and NaN too, which is what lies past the end. */
function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= zero && code <= 0x39;
}
