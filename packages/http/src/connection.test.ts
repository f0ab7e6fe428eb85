import { describe, expect, it } from 'vitest';
import { connectionOptions, nominatedFields } from './connection.ts';

describe('connectionOptions', () => {
  it.each([
    { name: 'no field', headers: ['Host', 'a'], options: [] },
    { name: 'close', headers: ['Connection', 'Close'], options: ['close'] },
    { name: 'keep-alive', headers: ['connection', 'keep-alive'], options: ['keep-alive'] },
    { name: 'a list', headers: ['Connection', 'close,X-A ,\tx-b'], options: ['close', 'x-a', 'x-b'] },
    { name: 'empty elements', headers: ['Connection', ',, close,'], options: ['close'] },
    {
      name: 'several lines',
      headers: ['Connection', 'TE', 'A', 'b', 'CONNECTION', 'x-a, close'],
      options: ['te', 'x-a', 'close'],
    },
  ])('reads $name', ({ headers, options }) => {
    expect(connectionOptions(headers)).toEqual(options);
  });
});

describe('nominatedFields', () => {
  it.each(['close', 'keep-alive', 'TE', 'Upgrade', 'keep-alive, Upgrade', ''])(
    'is null for "%s"',
    (value) => {
      expect(nominatedFields(['Connection', value])).toBe(null);
    },
  );

  it('has the fields that are named', () => {
    expect(nominatedFields(['Connection', 'close, X-A', 'Connection', 'X-B'])).toEqual(
      new Set(['x-a', 'x-b']),
    );
  });

  it.each([
    'Host',
    'Content-Length',
    'Content-Type',
    'Content-Encoding',
    'Cache-Control',
    'Via',
    'Max-Forwards',
  ])('ignores %s, which is meant for every recipient', (name) => {
    expect(nominatedFields(['Connection', `${name}, X-A`])).toEqual(new Set(['x-a']));
  });
});
