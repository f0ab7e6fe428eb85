import { describe, expect, it } from 'vitest';
import { ResponseParser } from './response-parser.ts';
import { silent } from './testing/silent.ts';
import { readResponse, summary } from './testing/transcript.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const hello = `${ok}Content-Length: 5\r\n\r\nhello`;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the limits of a parser', () => {
  it('refuses a head without end at 16 KiB by default', () => {
    const parser = new ResponseParser();
    parser.start('GET', silent);
    expect(parser.push(bytes(`${ok}a: ${'x'.repeat(16_384 - 20 - 1)}`))).toBeNull();
    expect(parser.push(bytes('x'))).toMatchObject({ code: 'head-too-large' });
  });

  it('does not count the body to the head', () => {
    expect(summary(readResponse(`${ok}Content-Length: 40000\r\n\r\n${'x'.repeat(40_000)}`))).toMatchObject({
      complete: true,
      error: null,
    });
  });

  it('allows each head its own size', () => {
    const hints = `HTTP/1.1 103 Early Hints\r\na: ${'x'.repeat(10_000)}\r\n\r\n`;
    expect(readResponse(`${hints}${hints}${hello}`)).toMatchObject({ error: null });
  });

  it('refuses more than 200 fields by default', () => {
    expect(readResponse(`${ok}${'a:\r\n'.repeat(199)}Content-Length: 0\r\n\r\n`)).toMatchObject({
      error: null,
    });
    expect(readResponse(`${ok}${'a:\r\n'.repeat(200)}Content-Length: 0\r\n\r\n`)).toMatchObject({
      error: 'too-many-fields',
    });
  });

  it('reads a head of 16 KiB that comes byte by byte in linear time', () => {
    const head = bytes(`${ok}a: ${'x'.repeat(16_000)}\r\nContent-Length: 0\r\n\r\n`);
    const times = Array.from({ length: 3 }, () => {
      const parser = new ResponseParser();
      parser.start('GET', silent);
      const before = performance.now();
      for (let at = 0; at < head.length; at++) parser.push(head.subarray(at, at + 1));
      expect(parser.reusable).toBe(true);
      return performance.now() - before;
    });
    // Linear is some 10 ms, quadratic above 100. The best of three, as the machine may be busy.
    expect(Math.min(...times)).toBeLessThan(80);
  });
});
