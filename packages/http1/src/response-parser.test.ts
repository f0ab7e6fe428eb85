import { describe, expect, it } from 'vitest';
import { ResponseParser } from './response-parser.ts';
import { silent } from './testing/silent.ts';
import { readResponse, Recorder } from './testing/transcript.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const hello = `${ok}Content-Length: 5\r\n\r\nhello`;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('ResponseParser', () => {
  it('tells the head, the body and the end, in this order', () => {
    expect(readResponse(`${ok}Content-Length: 5\r\nx-A: 1\r\nX-a: 2\r\n\r\nhello`)).toEqual({
      events: [
        {
          type: 'head',
          head: {
            statusCode: 200,
            reason: 'OK',
            httpMinor: 1,
            headers: ['Content-Length', '5', 'x-A', '1', 'X-a', '2'],
            persistent: true,
          },
          framing: { kind: 'length', length: 5 },
        },
        { type: 'body', text: 'hello' },
        { type: 'end', trailers: [] },
      ],
      error: null,
      reusable: true,
    });
  });

  it('gives trailers with the end of a chunked body', () => {
    const { events } = readResponse(
      `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`,
    );
    expect(events.slice(1)).toEqual([
      { type: 'body', text: 'hello' },
      { type: 'end', trailers: ['X-Sum', '1'] },
    ]);
  });

  it('gives pieces of a body as views of what was pushed', () => {
    const pieces: Buffer[] = [];
    const parser = new ResponseParser();
    parser.start('GET', { ...silent, chunk: (data) => pieces.push(data) });
    const first = bytes(`${ok}Content-Length: 8\r\n\r\nhell`);
    const second = bytes('o wo');
    parser.push(first);
    parser.push(second);
    expect(pieces.map(String)).toEqual(['hell', 'o wo']);
    expect(pieces[0]?.buffer).toBe(first.buffer);
    expect(pieces[0]?.byteOffset).toBe(first.byteOffset + first.length - 4);
    expect(pieces[1]).toBe(second);
  });

  it.each([
    { name: 'HEAD', method: 'HEAD', text: `${ok}Content-Length: 5\r\n\r\n` },
    { name: '204', method: 'GET', text: 'HTTP/1.1 204 No Content\r\n\r\n' },
    { name: '304', method: 'GET', text: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n' },
    { name: 'Content-Length: 0', method: 'POST', text: `${ok}Content-Length: 0\r\n\r\n` },
    {
      name: 'an empty chunked body',
      method: 'GET',
      text: `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    },
  ])('RFC 9112 6.3: a response to or with $name is complete without a body', ({ method, text }) => {
    const transcript = readResponse(text, { method });
    expect(transcript.events.map((event) => event.type)).toEqual(['head', 'end']);
    expect([transcript.error, transcript.reusable]).toEqual([null, true]);
  });

  it('serves one request after another, each with its own method', () => {
    const parser = new ResponseParser();
    const types = ['GET', 'HEAD', 'GET'].map((method) => {
      const recorder = new Recorder();
      parser.start(method, recorder);
      expect(parser.push(bytes(method === 'HEAD' ? hello.slice(0, -5) : hello))).toBeNull();
      return recorder.events.map((event) => event.type);
    });
    expect(types).toEqual([
      ['head', 'body', 'end'],
      ['head', 'end'],
      ['head', 'body', 'end'],
    ]);
  });

  it('may be started again from within end', () => {
    const parser = new ResponseParser();
    const second = new Recorder();
    parser.start('GET', { ...silent, end: () => parser.start('GET', second) });
    expect(parser.push(bytes(hello))).toBeNull();
    expect(parser.push(bytes(hello))).toBeNull();
    expect(second.over).toBe(true);
  });

  it('refuses to be started while a response is expected', () => {
    const parser = new ResponseParser();
    parser.start('GET', silent);
    expect(() => parser.start('GET', silent)).toThrow('start() in state head: one response at a time');
  });

  it('passes an exception of its handler on', () => {
    const parser = new ResponseParser();
    const fail = (): void => {
      throw new Error('from the handler');
    };
    parser.start('GET', { ...silent, head: fail });
    expect(() => parser.push(bytes(hello))).toThrow('from the handler');
  });

  it('takes an empty push for nothing, whether a response is expected or not', () => {
    const parser = new ResponseParser();
    expect(parser.push(Buffer.alloc(0))).toBeNull();
    parser.start('GET', silent);
    expect(parser.push(Buffer.alloc(0))).toBeNull();
    expect(parser.finish()).toMatchObject({ code: 'closed-before-head' });
  });
});
