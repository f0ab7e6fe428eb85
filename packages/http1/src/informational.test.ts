import { describe, expect, it } from 'vitest';
import { ResponseParser } from './response-parser.ts';
import { silent } from './testing/silent.ts';
import { readResponse, summary } from './testing/transcript.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const hello = `${ok}Content-Length: 5\r\n\r\nhello`;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('informational responses and upgrades', () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';

  it('RFC 9110 15.2: tells each 1xx before the final head', () => {
    const { events } = readResponse(`HTTP/1.1 100 Continue\r\n\r\n${hints}${hello}`);
    expect(events.map((event) => ('head' in event ? event.head.statusCode : event.type))).toEqual([
      100,
      103,
      200,
      'body',
      'end',
    ]);
  });

  it.each([
    { name: 'takes as many 1xx as the limit', count: 2, error: null },
    { name: 'refuses one more', count: 3, error: 'too-many-informational' },
  ])('$name', ({ count, error }) => {
    expect(readResponse(hints.repeat(count) + hello, { limits: { maxInformational: 2 } })).toMatchObject({
      error,
    });
  });

  it('counts the 1xx of each request anew', () => {
    const parser = new ResponseParser({ maxInformational: 1 });
    for (let i = 0; i < 3; i++) {
      parser.start('GET', silent);
      expect(parser.push(bytes(hints + hello))).toBeNull();
    }
  });

  it('RFC 9110 7.8: hands over what follows a 101 that was asked for', () => {
    const text =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\0';
    expect(readResponse(text, { upgrade: true, close: true })).toEqual({
      events: [
        {
          type: 'upgrade',
          head: {
            statusCode: 101,
            reason: 'Switching Protocols',
            httpMinor: 1,
            headers: ['Upgrade', 'websocket', 'Connection', 'Upgrade'],
            persistent: false,
          },
          rest: '\x81\0',
        },
      ],
      error: null,
      reusable: false,
    });
  });

  it('RFC 9110 7.8: refuses a 101 that was not asked for', () => {
    expect(readResponse('HTTP/1.1 101 Switching Protocols\r\n\r\n')).toMatchObject({
      events: [],
      error: 'unexpected-upgrade',
    });
  });

  it('RFC 9110 15.2.2: refuses a 101 that does not say to what', () => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
    expect(readResponse(text, { upgrade: true })).toMatchObject({ events: [], error: 'invalid-upgrade' });
  });

  it('reads another answer to a request for an upgrade as any other', () => {
    expect(summary(readResponse(hello, { upgrade: true }))).toEqual({
      status: 200,
      body: 'hello',
      complete: true,
      error: null,
    });
  });

  it('takes nothing more after an upgrade', () => {
    const parser = new ResponseParser();
    parser.start('GET', silent, { upgrade: true });
    expect(
      parser.push(bytes('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')),
    ).toBeNull();
    expect(() => parser.start('GET', silent)).toThrow('start() in state upgraded');
    expect(parser.push(bytes('x'))).toMatchObject({ code: 'bytes-after-end' });
  });
});
