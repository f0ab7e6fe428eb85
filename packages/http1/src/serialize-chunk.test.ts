import { describe, expect, it } from 'vitest';
import { CHUNK_END, chunkHead, lastChunk } from './serialize-chunk.ts';

describe('chunkHead', () => {
  it('RFC 9112 7.1: writes the size in hexadecimal', () => {
    expect(`${chunkHead(26)}${'x'.repeat(26)}${CHUNK_END}`).toBe(`1a\r\n${'x'.repeat(26)}\r\n`);
    expect(chunkHead(Number.MAX_SAFE_INTEGER)).toBe('1fffffffffffff\r\n');
  });

  it.each([
    { name: 'no bytes, which would end the body', byteLength: 0 },
    { name: 'less than no bytes', byteLength: -1 },
    { name: 'a fraction', byteLength: 1.5 },
    { name: 'no number', byteLength: Number.NaN },
  ])('refuses a chunk of $name', ({ byteLength }) => {
    expect(() => chunkHead(byteLength)).toThrow(expect.objectContaining({ code: 'invalid-chunk-size' }));
  });
});

describe('lastChunk', () => {
  it('ends a body without trailers', () => {
    expect(lastChunk([])).toBe('0\r\n\r\n');
  });

  it('RFC 9112 7.1.2: ends a body with trailers', () => {
    expect(lastChunk(['X-Sum', 'a', 'x-sum', 'b'])).toBe('0\r\nX-Sum: a\r\nx-sum: b\r\n\r\n');
  });

  it('refuses a trailer that could end its line', () => {
    expect(() => lastChunk(['X-Sum', 'a\r\n\r\nGET / HTTP/1.1'])).toThrow(
      expect.objectContaining({ code: 'invalid-field-value' }),
    );
  });
});
