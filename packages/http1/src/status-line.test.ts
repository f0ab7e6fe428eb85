import { describe, expect, it } from 'vitest';
import { matchPrefix, parseStatusLine, prefixLength } from './status-line.ts';

describe('matchPrefix', () => {
  it.each([
    { name: 'HTTP/1.1', line: 'HTTP/1.1 200 OK' },
    { name: 'HTTP/1.0', line: 'HTTP/1.0 200 OK' },
  ])('accepts $name, however it is split', ({ line }) => {
    const bytes = Buffer.from(line);
    expect(matchPrefix(bytes, 0, 0)).toBe(prefixLength);
    let matched: ReturnType<typeof matchPrefix> = 0;
    for (const byte of bytes) {
      if (typeof matched === 'number') matched = matchPrefix(Buffer.of(byte), 0, matched);
    }
    expect(matched).toBe(prefixLength);
  });

  it('asks for more while the bytes may still become a status line', () => {
    expect(matchPrefix(Buffer.from('HTTP/1'), 0, 0)).toBe(6);
  });

  it.each([
    { name: 'HTTP/0.9', line: 'HTTP/0.9 200 OK', code: 'unsupported-version' },
    { name: 'HTTP/1.2', line: 'HTTP/1.2 200 OK', code: 'unsupported-version' },
    { name: 'HTTP/2', line: 'HTTP/2 200', code: 'unsupported-version' },
    { name: 'HTTP/11', line: 'HTTP/11 200 OK', code: 'unsupported-version' },
    { name: 'a version that is no number', line: 'HTTP/x.y 200 OK', code: 'invalid-status-line' },
    { name: 'a lower-case name', line: 'http/1.1 200 OK', code: 'invalid-status-line' },
    { name: 'a tab for the space', line: 'HTTP/1.1\t200 OK', code: 'invalid-status-line' },
    { name: 'a space before the name', line: ' HTTP/1.1 200 OK', code: 'invalid-status-line' },
    { name: 'an empty line before it', line: '\r\nHTTP/1.1 200 OK', code: 'invalid-status-line' },
    { name: 'the RTSP protocol', line: 'RTSP/1.0 200 OK', code: 'invalid-status-line' },
    { name: 'a TLS alert', line: '\x15\x03\x03\0\x02\x02\x28', code: 'invalid-status-line' },
  ])('RFC 9112 2.3, 4: refuses $name as $code', ({ line, code }) => {
    expect(matchPrefix(Buffer.from(line, 'latin1'), 0, 0)).toMatchObject({ code });
  });

  it('refuses at the first wrong byte, without waiting for the line', () => {
    expect(matchPrefix(Buffer.from('S'), 0, 0)).toMatchObject({ code: 'invalid-status-line' });
  });
});

describe('parseStatusLine', () => {
  it.each([
    { name: 'a status line', line: 'HTTP/1.1 200 OK', statusCode: 200, reason: 'OK', httpMinor: 1 },
    { name: 'HTTP/1.0', line: 'HTTP/1.0 404 Not Found', statusCode: 404, reason: 'Not Found', httpMinor: 0 },
    { name: 'an empty reason', line: 'HTTP/1.1 200 ', statusCode: 200, reason: '', httpMinor: 1 },
    { name: 'a missing reason and space', line: 'HTTP/1.1 200', statusCode: 200, reason: '', httpMinor: 1 },
    {
      name: 'a reason in obs-text',
      line: 'HTTP/1.1 200 \xe9',
      statusCode: 200,
      reason: '\xe9',
      httpMinor: 1,
    },
    {
      name: 'spaces in the reason',
      line: 'HTTP/1.1 200  a\tb ',
      statusCode: 200,
      reason: ' a\tb ',
      httpMinor: 1,
    },
    {
      name: 'the lowest status',
      line: 'HTTP/1.1 100 Continue',
      statusCode: 100,
      reason: 'Continue',
      httpMinor: 1,
    },
    {
      name: 'the highest status',
      line: 'HTTP/1.1 999 Denied',
      statusCode: 999,
      reason: 'Denied',
      httpMinor: 1,
    },
  ])('RFC 9112 4: reads $name', ({ line, statusCode, reason, httpMinor }) => {
    expect(parseStatusLine(line)).toEqual({ statusCode, reason, httpMinor });
  });

  it.each([
    { name: 'a status below 100', line: 'HTTP/1.1 099 Low', code: 'invalid-status-line' },
    { name: 'two digits', line: 'HTTP/1.1 20 OK', code: 'invalid-status-line' },
    { name: 'four digits', line: 'HTTP/1.1 2000 OK', code: 'invalid-status-line' },
    { name: 'a sign', line: 'HTTP/1.1 +20 OK', code: 'invalid-status-line' },
    { name: 'a letter among the digits', line: 'HTTP/1.1 2x0 OK', code: 'invalid-status-line' },
    { name: 'two spaces before the status', line: 'HTTP/1.1  200 OK', code: 'invalid-status-line' },
    { name: 'a tab after the status', line: 'HTTP/1.1 200\tOK', code: 'invalid-status-line' },
    { name: 'no status', line: 'HTTP/1.1 ', code: 'invalid-status-line' },
    { name: 'NUL in the reason', line: 'HTTP/1.1 200 O\0K', code: 'nul-byte' },
    { name: 'a bare CR in the reason', line: 'HTTP/1.1 200 O\rK', code: 'bare-cr' },
    { name: 'a bare CR after the status', line: 'HTTP/1.1 200\rOK', code: 'bare-cr' },
    { name: 'a control character in the reason', line: 'HTTP/1.1 200 \x1b[31m', code: 'control-character' },
  ])('RFC 9112 4: refuses $name as $code', ({ line, code }) => {
    expect(parseStatusLine(line)).toMatchObject({ code });
  });
});
