import { describe, expect, it } from 'vitest';
import { ChunkedDecoder } from './chunked-decoder.ts';
import { resolveLimits } from './limits.ts';
import type { ParserLimits } from './limits.ts';

/** Decodes in pieces of `step` bytes. */
function decode(text: string, step: number, limits?: Partial<ParserLimits>): object {
  const decoder = new ChunkedDecoder(resolveLimits(limits));
  const data = Buffer.from(text, 'latin1');
  let body = '';
  let taken = 0;
  for (let at = 0; at < data.length && !decoder.done && decoder.error === null; at += step) {
    taken =
      at +
      decoder.decode(data.subarray(at, at + step), 0, {
        chunk: (piece) => (body += piece.toString('latin1')),
      });
  }
  return { body, taken, done: decoder.done, error: decoder.error?.code ?? null, trailers: decoder.trailers };
}

const steps = [1, 2, 7, 100_000];

describe('ChunkedDecoder', () => {
  it.each([
    { name: 'one chunk', text: '5\r\nhello\r\n0\r\n\r\n', body: 'hello' },
    { name: 'several chunks', text: '2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n', body: 'hello' },
    { name: 'no chunk but the last', text: '0\r\n\r\n', body: '' },
    {
      name: 'sizes in both cases',
      text: 'a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n',
      body: '01234567890123456789',
    },
    { name: 'leading zeros', text: '0005\r\nhello\r\n000\r\n\r\n', body: 'hello' },
    { name: 'CRLF within data', text: '6\r\n0\r\n\r\n\n\r\n0\r\n\r\n', body: '0\r\n\r\n\n' },
    { name: 'extensions, which it drops', text: '5;a=b\r\nhello\r\n0 ;c="d"\r\n\r\n', body: 'hello' },
  ])('RFC 9112 7.1: decodes $name', ({ text, body }) => {
    for (const step of steps) {
      expect(decode(text, step)).toEqual({ body, taken: text.length, done: true, error: null, trailers: [] });
    }
  });

  it('RFC 9112 7.1.2: gives trailers raw, also those that should not be there', () => {
    const text = '0\r\nX-Sum: a\r\nContent-Length: 5\r\nx-sum: b\r\n\r\n';
    for (const step of steps) {
      expect(decode(text, step)).toMatchObject({
        done: true,
        trailers: ['X-Sum', 'a', 'Content-Length', '5', 'x-sum', 'b'],
      });
    }
  });

  it('stops behind the last byte of the body', () => {
    expect(decode('1\r\na\r\n0\r\n\r\nHTTP/1.1 200 OK', 100)).toMatchObject({ done: true, taken: 11 });
  });

  it('keeps waiting while the end has not come', () => {
    for (const text of ['5', '5\r\nhel', '5\r\nhello', '5\r\nhello\r\n', '0\r\n', '0\r\na: b\r\n']) {
      expect(decode(text, 1)).toMatchObject({ done: false, error: null });
    }
  });

  it.each([
    { name: 'an empty size', text: '\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a size with a sign', text: '+5\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a negative size', text: '-5\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a size with a prefix', text: '0x5\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a size with an underscore', text: '1_0\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a space before the size', text: ' 5\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a letter that is no digit', text: '5g\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a letter for the size', text: 'g\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a list of sizes', text: '5,5\r\nhello', code: 'invalid-chunk-size' },
    { name: 'NUL behind the size', text: '5\0\r\nhello', code: 'invalid-chunk-size' },
    { name: 'a size above 2^53 - 1', text: '20000000000000\r\n', code: 'chunk-size-too-large' },
    { name: 'a size above 2^64', text: '10000000000000005\r\nhello', code: 'chunk-size-too-large' },
    { name: 'zeros without end', text: '00000000000000005\r\nhello', code: 'chunk-size-too-large' },
    { name: 'whitespace behind the size', text: '5 \r\nhello', code: 'invalid-chunk-extension' },
    { name: 'an extension without name', text: '5;\r\nhello', code: 'invalid-chunk-extension' },
    { name: 'an extension with an open quote', text: '5;a="\r\nhello', code: 'invalid-chunk-extension' },
    { name: 'NUL in an extension', text: '5;a="\0"\r\nhello', code: 'invalid-chunk-extension' },
    { name: 'a bare LF behind the size', text: '5\nhello', code: 'bare-lf' },
    { name: 'a bare LF in an extension', text: '5;a\nhello\r\n0\r\n\r\n', code: 'bare-lf' },
    { name: 'a bare CR behind the size', text: '5\rhello', code: 'bare-cr' },
    { name: 'a bare CR in an extension', text: '5;a\r;b\r\nhello', code: 'bare-cr' },
    { name: 'two CRs behind the size', text: '5\r\r\nhello', code: 'bare-cr' },
    { name: 'more data than the size', text: '5\r\nhellooo\r\n', code: 'invalid-chunk-end' },
    { name: 'no CRLF behind the data', text: '5\r\nhello0\r\n\r\n', code: 'invalid-chunk-end' },
    { name: 'a bare LF behind the data', text: '5\r\nhello\n0\r\n\r\n', code: 'bare-lf' },
    { name: 'a bare CR behind the data', text: '5\r\nhello\r0\r\n\r\n', code: 'bare-cr' },
    { name: 'an invalid trailer', text: '0\r\na b: c\r\n\r\n', code: 'invalid-field-name' },
    { name: 'a folded trailer', text: '0\r\na: b\r\n c\r\n\r\n', code: 'obs-fold' },
    { name: 'a bare LF for the end', text: '0\r\n\n', code: 'bare-lf' },
    { name: 'a bare CR for the end', text: '0\r\n\rx\r\n', code: 'bare-cr' },
  ])('RFC 9112 7.1: refuses $name as $code, however it is split', ({ text, code }) => {
    for (const step of steps) expect(decode(text, step)).toMatchObject({ error: code, done: false });
  });

  it.each([
    { name: 'takes extensions up to the limit', extension: ';abc', error: null },
    { name: 'refuses extensions above the limit', extension: ';abcd', error: 'chunk-extensions-too-large' },
  ])('$name, counted over all chunks', ({ extension, error }) => {
    const text = `1${extension}\r\na\r\n1;abc\r\nb\r\n0\r\n\r\n`;
    for (const step of steps)
      expect(decode(text, step, { maxChunkExtensionBytes: 8 })).toMatchObject({ error });
  });

  it.each([
    { name: 'takes trailers up to the limit', value: 'xx', error: null },
    { name: 'refuses trailers above the limit', value: 'xxx', error: 'trailers-too-large' },
  ])('$name', ({ value, error }) => {
    for (const step of steps) {
      expect(decode(`0\r\na: ${value}\r\n\r\n`, step, { maxTrailerBytes: 9 })).toMatchObject({ error });
    }
  });

  it('refuses more trailers than there may be fields', () => {
    expect(decode('0\r\na:\r\nb:\r\n\r\n', 1, { maxHeaderCount: 1 })).toMatchObject({
      error: 'too-many-fields',
    });
  });

  it('begins anew after reset, whatever came before', () => {
    const decoder = new ChunkedDecoder(resolveLimits({ maxChunkExtensionBytes: 2 }));
    let body = '';
    const sink = { chunk: (piece: Buffer) => (body += piece.toString()) };
    decoder.decode(Buffer.from('1;a\r\nx\r\n0\r\na: b\r\n\r\n'), 0, sink);
    decoder.reset();
    expect([decoder.done, decoder.trailers]).toEqual([false, []]);
    decoder.decode(Buffer.from('1;a\r\ny\r\n0\r\nc: d\r\n\r\n'), 0, sink);
    expect([body, decoder.done, decoder.trailers]).toEqual(['xy', true, ['c', 'd']]);
  });
});
