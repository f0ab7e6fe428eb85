import { describe, expect, it } from 'vitest';
import { responseFraming } from './framing.ts';
import type { RawHeaders } from './message.ts';

interface Case {
  readonly name: string;
  readonly method?: string;
  readonly status?: number;
  readonly minor?: 0 | 1;
  readonly headers: RawHeaders;
}

function framing({ method = 'GET', status = 200, minor = 1, headers }: Case): unknown {
  return responseFraming(method, { statusCode: status, reason: '', httpMinor: minor }, headers);
}

describe('responseFraming', () => {
  it.each<Case & { framing: unknown }>([
    { name: '(1) HEAD', method: 'HEAD', headers: ['Content-Length', '5'], framing: { kind: 'none' } },
    {
      name: '(1) HEAD with chunked',
      method: 'HEAD',
      headers: ['Transfer-Encoding', 'chunked'],
      framing: { kind: 'none' },
    },
    { name: '(1) HEAD without fields', method: 'HEAD', headers: [], framing: { kind: 'none' } },
    { name: '(1) 1xx', status: 103, headers: ['Link', '</a>'], framing: { kind: 'none' } },
    {
      name: '(1) 1xx with no length',
      status: 100,
      headers: ['Content-Length', '0'],
      framing: { kind: 'none' },
    },
    { name: '(1) 204', status: 204, headers: [], framing: { kind: 'none' } },
    { name: '(1) 304', status: 304, headers: ['Content-Length', '5'], framing: { kind: 'none' } },
    { name: '(4) chunked', headers: ['Transfer-Encoding', 'chunked'], framing: { kind: 'chunked' } },
    { name: '(4) Chunked', headers: ['transfer-encoding', 'Chunked'], framing: { kind: 'chunked' } },
    { name: '(6) length', headers: ['Content-Length', '5'], framing: { kind: 'length', length: 5 } },
    { name: '(6) no length', headers: ['content-length', '0'], framing: { kind: 'length', length: 0 } },
    { name: '(6) leading zeros', headers: ['Content-Length', '005'], framing: { kind: 'length', length: 5 } },
    {
      name: '(6) the greatest length',
      headers: ['Content-Length', '9007199254740991'],
      framing: { kind: 'length', length: Number.MAX_SAFE_INTEGER },
    },
    {
      name: '(6) 205',
      status: 205,
      headers: ['Content-Length', '0'],
      framing: { kind: 'length', length: 0 },
    },
    {
      name: '(6) a refused CONNECT',
      method: 'CONNECT',
      status: 403,
      headers: ['Content-Length', '5'],
      framing: { kind: 'length', length: 5 },
    },
    { name: '(8) neither', headers: ['Content-Type', 'text/html'], framing: { kind: 'until-close' } },
    { name: '(8) HTTP/1.0', minor: 0, headers: [], framing: { kind: 'until-close' } },
  ])('RFC 9112 6.3 $name is $framing.kind', ({ framing: expected, ...message }) => {
    expect(framing(message)).toMatchObject({ framing: expected });
  });

  it.each<Case & { code: string }>([
    {
      name: 'Content-Length with Transfer-Encoding',
      headers: ['Content-Length', '5', 'Transfer-Encoding', 'chunked'],
      code: 'content-length-with-transfer-encoding',
    },
    {
      name: 'both to HEAD too',
      method: 'HEAD',
      headers: ['Transfer-Encoding', 'chunked', 'Content-Length', '5'],
      code: 'content-length-with-transfer-encoding',
    },
    {
      name: 'differing Content-Lengths',
      headers: ['Content-Length', '5', 'Content-Length', '6'],
      code: 'repeated-content-length',
    },
    {
      name: 'equal Content-Lengths',
      headers: ['Content-Length', '5', 'content-length', '5'],
      code: 'repeated-content-length',
    },
    { name: 'a list of equal lengths', headers: ['Content-Length', '5, 5'], code: 'repeated-content-length' },
    { name: 'an empty length', headers: ['Content-Length', ''], code: 'invalid-content-length' },
    { name: 'a plus sign', headers: ['Content-Length', '+5'], code: 'invalid-content-length' },
    { name: 'a minus sign', headers: ['Content-Length', '-5'], code: 'invalid-content-length' },
    { name: 'a fraction', headers: ['Content-Length', '5.0'], code: 'invalid-content-length' },
    { name: 'hexadecimal', headers: ['Content-Length', '0x5'], code: 'invalid-content-length' },
    { name: 'an exponent', headers: ['Content-Length', '1e3'], code: 'invalid-content-length' },
    { name: 'an underscore', headers: ['Content-Length', '1_000'], code: 'invalid-content-length' },
    { name: 'whitespace inside', headers: ['Content-Length', '5 0'], code: 'invalid-content-length' },
    { name: 'digits of no byte', headers: ['Content-Length', '\u0665'], code: 'invalid-content-length' },
    { name: '2^53', headers: ['Content-Length', '9007199254740992'], code: 'content-length-too-large' },
    { name: '2^64', headers: ['Content-Length', '18446744073709551616'], code: 'content-length-too-large' },
    {
      name: 'a length on 304',
      status: 304,
      headers: ['Content-Length', 'x'],
      code: 'invalid-content-length',
    },
    {
      name: 'chunked twice',
      headers: ['Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked'],
      code: 'repeated-transfer-encoding',
    },
    {
      name: 'chunked twice in a list',
      headers: ['Transfer-Encoding', 'chunked, chunked'],
      code: 'unknown-transfer-coding',
    },
    {
      name: 'gzip, chunked',
      headers: ['Transfer-Encoding', 'gzip, chunked'],
      code: 'unknown-transfer-coding',
    },
    { name: 'identity', headers: ['Transfer-Encoding', 'identity'], code: 'unknown-transfer-coding' },
    { name: 'an empty coding', headers: ['Transfer-Encoding', ''], code: 'unknown-transfer-coding' },
    { name: 'a parameter', headers: ['Transfer-Encoding', 'chunked;q=1'], code: 'unknown-transfer-coding' },
    {
      name: 'a vertical tab',
      headers: ['Transfer-Encoding', '\x0bchunked'],
      code: 'unknown-transfer-coding',
    },
    { name: 'NBSP', headers: ['Transfer-Encoding', 'chunked\xa0'], code: 'unknown-transfer-coding' },
    {
      name: 'another word of its length',
      headers: ['Transfer-Encoding', 'chunkes'],
      code: 'unknown-transfer-coding',
    },
    {
      name: 'chunked in HTTP/1.0',
      minor: 0,
      headers: ['Transfer-Encoding', 'chunked'],
      code: 'transfer-encoding-in-http10',
    },
    { name: 'a body in a 1xx', status: 103, headers: ['Content-Length', '1'], code: 'body-in-informational' },
    {
      name: 'chunked in a 101',
      status: 101,
      headers: ['Transfer-Encoding', 'chunked'],
      code: 'body-in-informational',
    },
    { name: '(2) a tunnel', method: 'CONNECT', headers: [], code: 'unexpected-tunnel' },
  ])('RFC 9112 6: refuses $name as $code', ({ code, ...message }) => {
    expect(framing(message)).toMatchObject({ code });
  });

  const length = ['Content-Length', '5'];
  it.each<Case & { persistent: boolean }>([
    { name: 'HTTP/1.1', headers: length, persistent: true },
    { name: 'HTTP/1.1 with close', headers: [...length, 'Connection', 'close'], persistent: false },
    {
      name: 'HTTP/1.1 with CLOSE in a list',
      headers: [...length, 'connection', 'x , CLOSE'],
      persistent: false,
    },
    {
      name: 'HTTP/1.1 with close in a second line',
      headers: [...length, 'Connection', 'keep-alive', 'Connection', 'close'],
      persistent: false,
    },
    {
      name: 'HTTP/1.1 with an option like close',
      headers: [...length, 'Connection', 'closed'],
      persistent: true,
    },
    { name: 'HTTP/1.0', minor: 0, headers: length, persistent: false },
    {
      name: 'HTTP/1.0 with keep-alive',
      minor: 0,
      headers: [...length, 'Connection', 'Keep-Alive'],
      persistent: true,
    },
    {
      name: 'HTTP/1.0 with both',
      minor: 0,
      headers: [...length, 'Connection', 'keep-alive, close'],
      persistent: false,
    },
    {
      name: 'HTTP/1.0 with NBSP behind keep-alive',
      minor: 0,
      headers: [...length, 'Connection', 'keep-alive\xa0'],
      persistent: false,
    },
    { name: 'a body until close', headers: ['Connection', 'keep-alive'], persistent: false },
    { name: 'a 204', status: 204, headers: [], persistent: true },
    {
      name: 'a 204 that announces no bytes',
      status: 204,
      headers: ['Content-Length', '0'],
      persistent: true,
    },
    { name: 'a 204 that announces a body', status: 204, headers: length, persistent: false },
    {
      name: 'a 204 that announces chunks',
      status: 204,
      headers: ['Transfer-Encoding', 'chunked'],
      persistent: false,
    },
    { name: 'a 304 with the length of its GET', status: 304, headers: length, persistent: true },
    { name: 'HEAD with the length of its GET', method: 'HEAD', headers: length, persistent: true },
  ])('RFC 9112 9.3: after $name, reuse is $persistent', ({ persistent, ...message }) => {
    expect(framing(message)).toMatchObject({ persistent });
  });
});
