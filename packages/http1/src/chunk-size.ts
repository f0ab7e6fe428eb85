/** More digits could only be leading zeros, which would let one chunk head go on for ever. */
export const maxChunkSizeDigits = 16;

/** @returns the value of an ASCII hexadecimal digit, or -1. */
export function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  // Lower case differs from upper case by this bit.
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const quoted = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t \\x21-\\x7e\\x80-\\xff])*"';
const blank = '[ \\t]*';

/** RFC 9112 7.1.1, BWS included. Each alternative begins with another character, so it cannot backtrack far. */
const chunkExtensions = new RegExp(
  `^(?:${blank};${blank}${token}(?:${blank}=${blank}(?:${token}|${quoted}))?)*$`,
);

/** Whether what stands between a chunk size and its CRLF is a list of chunk extensions. */
export function isChunkExtensions(text: string): boolean {
  return chunkExtensions.test(text);
}
