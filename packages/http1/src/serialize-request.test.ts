import { describe, expect, it } from 'vitest';
import { serializeRequestHead } from './serialize-request.ts';

describe('serializeRequestHead', () => {
  it('writes the request line, the fields in order, and a blank line', () => {
    expect(serializeRequestHead('GET', '/a?b=c', ['Host', 'a.example', 'X-a', '1', 'x-A', '2'])).toBe(
      'GET /a?b=c HTTP/1.1\r\nHost: a.example\r\nX-a: 1\r\nx-A: 2\r\n\r\n',
    );
  });

  it.each([
    { name: 'origin-form', method: 'GET', target: '/' },
    { name: 'dot segments and empty segments', method: 'GET', target: '//a/../b//' },
    { name: 'escapes, whatever they encode', method: 'GET', target: '/%2e%2E/%00%zz' },
    { name: 'characters that URLs should encode', method: 'GET', target: '/"<>\\^`{|}' },
    { name: 'bytes above 0x7F', method: 'GET', target: '/\xc3\xa9' },
    { name: 'absolute-form', method: 'GET', target: 'http://a.example/b' },
    { name: 'asterisk-form', method: 'OPTIONS', target: '*' },
    { name: 'a method of its own', method: 'M-SEARCH', target: '/' },
    { name: 'a lower-case method', method: 'get', target: '/' },
  ])('RFC 9112 3.2: sends $name byte for byte', ({ method, target }) => {
    expect(serializeRequestHead(method, target, [])).toBe(`${method} ${target} HTTP/1.1\r\n\r\n`);
  });

  it.each([
    { name: 'an empty method', method: '', target: '/', code: 'invalid-method' },
    { name: 'a method with a space', method: 'GET /x', target: '/', code: 'invalid-method' },
    { name: 'a method with CRLF', method: 'GET\r\n', target: '/', code: 'invalid-method' },
    { name: 'CONNECT', method: 'CONNECT', target: 'a.example:443', code: 'invalid-method' },
    { name: 'an empty target', method: 'GET', target: '', code: 'invalid-target' },
    { name: 'a space', method: 'GET', target: '/a HTTP/1.1', code: 'invalid-target' },
    { name: 'CRLF', method: 'GET', target: '/\r\nHost: b', code: 'invalid-target' },
    { name: 'LF', method: 'GET', target: '/\n', code: 'invalid-target' },
    { name: 'a tab', method: 'GET', target: '/\t', code: 'invalid-target' },
    { name: 'NUL', method: 'GET', target: '/\0', code: 'invalid-target' },
    { name: 'DEL', method: 'GET', target: '/\x7f', code: 'invalid-target' },
    { name: 'a fragment', method: 'GET', target: '/a#b', code: 'invalid-target' },
    { name: 'a character whose low byte is LF', method: 'GET', target: '/\u010a', code: 'invalid-target' },
    { name: 'no slash', method: 'GET', target: 'a', code: 'invalid-target' },
    { name: 'a query alone', method: 'GET', target: '?a', code: 'invalid-target' },
    { name: 'authority-form', method: 'GET', target: 'a.example:80', code: 'invalid-target' },
    { name: 'an asterisk with another method', method: 'GET', target: '*', code: 'invalid-target' },
    { name: 'a scheme alone', method: 'GET', target: 'http://', code: 'invalid-target' },
  ])('RFC 9112 3: refuses $name as $code', ({ method, target, code }) => {
    expect(() => serializeRequestHead(method, target, [])).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    { name: 'two Hosts', headers: ['Host', 'a', 'host', 'a'] },
    { name: 'two Content-Lengths', headers: ['Content-Length', '1', 'content-length', '1'] },
    { name: 'a list of Content-Lengths', headers: ['Content-Length', '1, 1'] },
    { name: 'a Content-Length with a sign', headers: ['Content-Length', '+1'] },
    {
      name: 'two Transfer-Encodings',
      headers: ['Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked'],
    },
    {
      name: 'Content-Length with Transfer-Encoding',
      headers: ['Content-Length', '1', 'Transfer-Encoding', 'chunked'],
    },
    {
      name: 'a coding of which the reader may know nothing',
      headers: ['Transfer-Encoding', 'gzip, chunked'],
    },
  ])('RFC 9112 3.2, 6.1, 11.2: never sends $name', ({ headers }) => {
    expect(() => serializeRequestHead('POST', '/', headers)).toThrow(
      expect.objectContaining({ code: 'ambiguous-head' }),
    );
  });

  it('sends one Host, one Content-Length or one chunked', () => {
    expect(serializeRequestHead('POST', '/', ['Host', 'a', 'Content-Length', '0'])).toBe(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n',
    );
    expect(serializeRequestHead('POST', '/', ['Host', '', 'Transfer-Encoding', 'chunked'])).toBe(
      'POST / HTTP/1.1\r\nHost: \r\nTransfer-Encoding: chunked\r\n\r\n',
    );
  });
});
