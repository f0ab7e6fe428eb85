import { describe, expect, it } from 'vitest';
import { SectionReader } from './section-reader.ts';
import type { SectionShape } from './section-reader.ts';

const shape: SectionShape = {
  startsWith: 'status-line',
  maxBytes: 64,
  maxFields: 3,
  tooLarge: 'head-too-large',
};

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Pushes the text byte by byte, up to the end or an error. */
function readByteByByte(reader: SectionReader, text: string): number {
  const data = bytes(text);
  let end = -1;
  for (let at = 0; at < data.length && end === -1 && reader.error === null; at++) {
    if (reader.read(data.subarray(at, at + 1), 0) === 1) end = at + 1;
  }
  return end;
}

describe('SectionReader', () => {
  it('reads a head and says where it ends in what was pushed', () => {
    const reader = new SectionReader(shape);
    expect(reader.read(bytes('..HTTP/1.1 200 OK\r\na: b\r\n\r\nbody\r\n\r\n'), 2)).toBe(27);
    expect([reader.statusLine?.statusCode, reader.headers, reader.error]).toEqual([200, ['a', 'b'], null]);
  });

  it('reads trailers, which have no status line', () => {
    const reader = new SectionReader({ ...shape, startsWith: 'field-line' });
    expect(reader.read(bytes('a: b\r\n\r\n'), 0)).toBe(8);
    expect(reader.headers).toEqual(['a', 'b']);
  });

  it('reads an empty trailer section', () => {
    const reader = new SectionReader({ ...shape, startsWith: 'field-line' });
    expect(reader.read(bytes('\r\nHTTP'), 0)).toBe(2);
    expect(reader.headers).toEqual([]);
  });

  it('finds the end when a push begins within it', () => {
    const reader = new SectionReader(shape);
    expect(reader.read(bytes('HTTP/1.1 200 OK\r\na: b\r\n\r'), 0)).toBe(-1);
    expect(reader.read(bytes('\nbody'), 0)).toBe(1);
    expect(reader.headers).toEqual(['a', 'b']);
  });

  it('reads the same byte by byte', () => {
    const reader = new SectionReader(shape);
    expect(readByteByByte(reader, 'HTTP/1.1 200 OK\r\na: b\r\nc: d\r\n\r\n')).toBe(31);
    expect(reader.headers).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives each section a list of its own, so that whoever took one keeps it', () => {
    const reader = new SectionReader(shape);
    reader.read(bytes('HTTP/1.1 200 OK\r\na: b\r\n\r\n'), 0);
    const first = reader.headers;
    reader.reset();
    reader.read(bytes('HTTP/1.1 404 No\r\nc: d\r\n\r\n'), 0);
    expect([first, reader.headers, reader.statusLine?.statusCode]).toEqual([['a', 'b'], ['c', 'd'], 404]);
  });

  it.each([
    { name: 'in the status line', text: 'HTTP/1.1 200 OK\na: b\r\n\r\n', code: 'bare-lf' },
    { name: 'in a field line', text: 'HTTP/1.1 200 OK\r\na: b\nc: d\r\n\r\n', code: 'bare-lf' },
    { name: 'as the blank line', text: 'HTTP/1.1 200 OK\r\na: b\r\n\n', code: 'bare-lf' },
  ])('RFC 9112 2.2: refuses a bare LF $name at once', ({ text, code }) => {
    for (const read of [
      (r: SectionReader) => r.read(bytes(text), 0),
      (r: SectionReader) => readByteByByte(r, text),
    ]) {
      const reader = new SectionReader(shape);
      expect(read(reader)).toBe(-1);
      expect(reader.error?.code).toBe(code);
    }
  });

  // 24 bytes beside the value.
  it.each([
    { name: 'of exactly the limit', value: 'x'.repeat(40), end: 64, code: undefined },
    { name: 'one byte above the limit', value: 'x'.repeat(41), end: -1, code: 'head-too-large' },
  ])('treats a head $name alike, at once and byte by byte', ({ value, end, code }) => {
    const text = `HTTP/1.1 200 OK\r\nx: ${value}\r\n\r\n`;
    const whole = new SectionReader(shape);
    expect([whole.read(bytes(text), 0), whole.error?.code]).toEqual([end, code]);
    const split = new SectionReader(shape);
    expect([readByteByByte(split, text), split.error?.code]).toEqual([end, code]);
  });

  it('refuses a line without end at the limit, not after it', () => {
    const reader = new SectionReader(shape);
    expect(reader.read(bytes(`HTTP/1.1 200 ${'x'.repeat(50)}`), 0)).toBe(-1);
    expect(reader.error).toBeNull();
    reader.read(bytes('x'), 0);
    expect(reader.error?.code).toBe('head-too-large');
  });

  it.each([
    { name: 'takes as many fields as the limit', fields: 3, code: undefined },
    { name: 'refuses one more', fields: 4, code: 'too-many-fields' },
  ])('$name', ({ fields, code }) => {
    const reader = new SectionReader(shape);
    reader.read(bytes(`HTTP/1.1 200 OK\r\n${'a:\r\n'.repeat(fields)}\r\n`), 0);
    expect(reader.error?.code).toBe(code);
  });
});
