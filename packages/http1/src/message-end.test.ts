import { describe, expect, it } from 'vitest';
import { ResponseParser } from './response-parser.ts';
import { silent } from './testing/silent.ts';
import { readResponse, Recorder, summary } from './testing/transcript.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const hello = `${ok}Content-Length: 5\r\n\r\nhello`;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the end of a message', () => {
  const chunkedHead = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

  it.each([
    { name: 'nothing came', text: '', code: 'closed-before-head' },
    { name: 'only a 1xx came', text: 'HTTP/1.1 103 Early Hints\r\n\r\n', code: 'closed-before-head' },
    { name: 'one byte of a head came', text: 'H', code: 'head-cut' },
    { name: 'half a status line came', text: 'HTTP/1.1 2', code: 'head-cut' },
    { name: 'the blank line is missing', text: `${ok}Content-Length: 0\r\n`, code: 'head-cut' },
    { name: 'a byte of the blank line is missing', text: `${ok}Content-Length: 0\r\n\r`, code: 'head-cut' },
    { name: 'half of a 1xx came', text: 'HTTP/1.1 103 Ea', code: 'head-cut' },
    { name: 'no byte of the body came', text: `${ok}Content-Length: 5\r\n\r\n`, code: 'body-cut' },
    { name: 'a byte of the body is missing', text: hello.slice(0, -1), code: 'body-cut' },
    { name: 'no chunk came', text: chunkedHead, code: 'body-cut' },
    { name: 'half a chunk came', text: `${chunkedHead}5\r\nhel`, code: 'body-cut' },
    { name: 'the last chunk is missing', text: `${chunkedHead}5\r\nhello\r\n`, code: 'body-cut' },
    {
      name: 'the end of the trailers is missing',
      text: `${chunkedHead}5\r\nhello\r\n0\r\n`,
      code: 'body-cut',
    },
    { name: 'a byte of the end is missing', text: `${chunkedHead}0\r\n\r`, code: 'body-cut' },
  ])('RFC 9112 8: names it $code when $name', ({ text, code }) => {
    const transcript = readResponse(text, { close: true });
    expect(transcript.error).toBe(code);
    expect(transcript.events.some((event) => event.type === 'end')).toBe(false);
  });

  it('RFC 9112 6.3 (8): ends a body that is delimited by close, and only then', () => {
    const text = 'HTTP/1.0 200 OK\r\n\r\nhello';
    expect(summary(readResponse(text))).toEqual({ status: 200, body: 'hello', complete: false, error: null });
    expect(readResponse(text, { close: true })).toMatchObject({ error: null, reusable: false });
    expect(summary(readResponse(text, { close: true })).complete).toBe(true);
  });

  it('has nothing to say when the connection closes between responses', () => {
    const parser = new ResponseParser();
    expect(parser.finish()).toBeNull();
    expect(parser.reusable).toBe(false);
    expect(readResponse(hello, { close: true })).toMatchObject({ error: null, reusable: false });
  });

  it.each([
    { name: 'behind a body of known length', pushes: [`${hello}x`] },
    { name: 'in the next push', pushes: [hello, 'x'] },
    { name: 'behind the last chunk', pushes: [`${chunkedHead}0\r\n\r\nx`] },
    { name: 'as an empty line', pushes: [`${hello}\r\n`] },
    { name: 'as a whole response', pushes: [hello + hello] },
    { name: 'behind a 204', pushes: ['HTTP/1.1 204 No Content\r\n\r\nx'] },
  ])('RFC 9112 9.2: refuses bytes $name, and does not take the response back', ({ pushes }) => {
    const transcript = readResponse(pushes);
    expect(transcript.events.at(-1)).toEqual({ type: 'end', trailers: [] });
    expect(transcript.events.filter((event) => event.type === 'head')).toHaveLength(1);
    expect(transcript).toMatchObject({ error: 'bytes-after-end', reusable: false });
  });

  it('refuses bytes before the first request', () => {
    expect(new ResponseParser().push(bytes(hello))).toMatchObject({ code: 'bytes-after-end' });
  });

  it('does not give bytes behind a response to a request that is started within its end', () => {
    const parser = new ResponseParser();
    const second = new Recorder();
    const reusable: boolean[] = [];
    parser.start('GET', {
      ...silent,
      end: () => {
        reusable.push(parser.reusable);
        parser.start('GET', second);
      },
    });
    expect(parser.push(bytes(hello + hello))).toMatchObject({ code: 'bytes-after-end' });
    expect([reusable, second.events]).toEqual([[false], []]);
  });

  it('returns its first error ever after, and tells nobody anything more', () => {
    const parser = new ResponseParser();
    const recorder = new Recorder();
    parser.start('GET', recorder);
    const error = parser.push(bytes(`${ok}Content-Length: x\r\n\r\n${hello}`));
    expect(error).toMatchObject({ code: 'invalid-content-length' });
    parser.start('GET', recorder);
    expect([parser.push(bytes(hello)), parser.finish(), parser.reusable]).toEqual([error, error, false]);
    expect(recorder.events).toEqual([]);
  });

  it('is not reusable after a response that says close', () => {
    expect(readResponse(`${ok}Connection: close\r\nContent-Length: 0\r\n\r\n`)).toMatchObject({
      error: null,
      reusable: false,
    });
  });
});
