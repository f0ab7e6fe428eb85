import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestFraming } from './request-framing.ts';

const host = ['Host', 'a'];

describe('requestFraming', () => {
  it.each([
    { name: 'no body', version: '1.1', headers: host, expected: { kind: 'none' } },
    { name: 'HTTP/1.0 without Host', version: '1.0', headers: [], expected: { kind: 'none' } },
    { name: 'an empty Host', version: '1.1', headers: ['Host', ''], expected: { kind: 'none' } },
    {
      name: 'a length',
      version: '1.1',
      headers: [...host, 'Content-Length', '12'],
      expected: { kind: 'length', length: 12 },
    },
    {
      name: 'a length of 0',
      version: '1.0',
      headers: ['content-length', '0'],
      expected: { kind: 'length', length: 0 },
    },
    {
      name: 'leading zeros',
      version: '1.1',
      headers: [...host, 'Content-Length', '007'],
      expected: { kind: 'length', length: 7 },
    },
    {
      name: 'the largest exact length',
      version: '1.1',
      headers: [...host, 'Content-Length', '9007199254740991'],
      expected: { kind: 'length', length: Number.MAX_SAFE_INTEGER },
    },
    {
      name: 'chunks',
      version: '1.1',
      headers: [...host, 'Transfer-Encoding', 'chunked'],
      expected: { kind: 'chunked' },
    },
    {
      name: 'chunks in capitals',
      version: '1.1',
      headers: [...host, 'transfer-encoding', 'CHUNKED'],
      expected: { kind: 'chunked' },
    },
  ])('understands $name', ({ version, headers, expected }) => {
    expect(requestFraming(version, headers)).toEqual(expected);
  });

  const length = (value: string) => [...host, 'Content-Length', value];
  const coding = (value: string) => [...host, 'Transfer-Encoding', value];
  it.each([
    { name: 'HTTP/0.9', version: '0.9', headers: [], fault: 'unsupported-version', status: 400 },
    { name: 'HTTP/2.0', version: '2.0', headers: host, fault: 'unsupported-version', status: 400 },
    { name: 'no Host', version: '1.1', headers: ['Hosts', 'a'], fault: 'missing-host', status: 400 },
    {
      name: 'two Hosts',
      version: '1.1',
      headers: [...host, 'HOST', 'b'],
      fault: 'repeated-host',
      status: 400,
    },
    {
      name: 'two equal Hosts',
      version: '1.1',
      headers: [...host, ...host],
      fault: 'repeated-host',
      status: 400,
    },
    {
      name: 'two Hosts on HTTP/1.0',
      version: '1.0',
      headers: [...host, ...host],
      fault: 'repeated-host',
      status: 400,
    },
    {
      name: 'a signed length',
      version: '1.1',
      headers: length('+1'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'a negative length',
      version: '1.1',
      headers: length('-1'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'a hexadecimal length',
      version: '1.1',
      headers: length('0x1'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'a fraction',
      version: '1.1',
      headers: length('1.0'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'an exponent',
      version: '1.1',
      headers: length('1e3'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'an empty length',
      version: '1.1',
      headers: length(''),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'a length with a space',
      version: '1.1',
      headers: length('1 0'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'a list of equal lengths',
      version: '1.1',
      headers: length('5, 5'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'an inexact length',
      version: '1.1',
      headers: length('9007199254740993'),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'an endless length',
      version: '1.1',
      headers: length('1'.repeat(5000)),
      fault: 'invalid-content-length',
      status: 400,
    },
    {
      name: 'two equal lengths',
      version: '1.1',
      headers: [...length('5'), 'content-length', '5'],
      fault: 'repeated-content-length',
      status: 400,
    },
    {
      name: 'a length with chunks',
      version: '1.1',
      headers: [...length('5'), 'Transfer-Encoding', 'chunked'],
      fault: 'content-length-with-transfer-encoding',
      status: 400,
    },
    {
      name: 'chunks with a length',
      version: '1.1',
      headers: [...coding('chunked'), 'Content-Length', '5'],
      fault: 'content-length-with-transfer-encoding',
      status: 400,
    },
    {
      name: 'chunks on HTTP/1.0',
      version: '1.0',
      headers: coding('chunked'),
      fault: 'transfer-encoding-on-http-1.0',
      status: 400,
    },
    {
      name: 'a coding before chunks',
      version: '1.1',
      headers: coding('gzip, chunked'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'a coding after chunks',
      version: '1.1',
      headers: coding('chunked, gzip'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'chunks twice',
      version: '1.1',
      headers: coding('chunked, chunked'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'chunks in two lines',
      version: '1.1',
      headers: [...coding('chunked'), 'Transfer-Encoding', 'chunked'],
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'identity',
      version: '1.1',
      headers: coding('identity'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'an unknown coding',
      version: '1.1',
      headers: coding('xchunked'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'a vertical tab',
      version: '1.1',
      headers: coding('\vchunked'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'an empty coding',
      version: '1.1',
      headers: coding(''),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
    {
      name: 'a parameter',
      version: '1.1',
      headers: coding('chunked;q=1'),
      fault: 'unsupported-transfer-encoding',
      status: 501,
    },
  ])('refuses $name', ({ version, headers, fault, status }) => {
    expect(requestFraming(version, headers)).toMatchObject({ kind: 'refused', fault, status });
  });

  it('understands only what has a single reading', () => {
    const field = fc.constantFrom<[string, string]>(
      ['Host', 'a'],
      ['Content-Length', '1'],
      ['Content-Length', 'x'],
      ['Transfer-Encoding', 'chunked'],
      ['Transfer-Encoding', 'gzip'],
      ['X', 'y'],
    );
    const message = fc.tuple(fc.constantFrom('1.0', '1.1'), fc.array(field, { maxLength: 5 }));
    fc.assert(
      fc.property(message, ([version, fields]) => {
        if (requestFraming(version, fields.flat()).kind === 'refused') return;
        const count = (name: string) => fields.filter(([each]) => each === name).length;
        expect(count('Host')).toBeLessThanOrEqual(1);
        expect(count('Host') === 1 || version === '1.0').toBe(true);
        expect(count('Content-Length') + count('Transfer-Encoding')).toBeLessThanOrEqual(1);
      }),
    );
  });
});
