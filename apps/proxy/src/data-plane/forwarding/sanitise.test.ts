import { describe, expect, it } from 'vitest';
import { decorate } from './decorate.ts';
import { sanitise } from './sanitise.ts';

const headers = [
  'Trailer',
  'X-Sum',
  'Content-Length',
  '0',
  'X-Request-Id',
  'theirs',
  'Connection',
  'X-A',
  'X-A',
  '1',
  'X-B',
  '2',
];

describe('sanitise', () => {
  it.each([
    {
      name: 'with trailers to come',
      statusCode: 200,
      trailers: true,
      kept: ['Trailer', 'X-Sum', 'Content-Length', '0', 'X-B', '2'],
    },
    { name: 'without', statusCode: 200, trailers: false, kept: ['Content-Length', '0', 'X-B', '2'] },
    { name: 'of a 304', statusCode: 304, trailers: false, kept: ['Content-Length', '0', 'X-B', '2'] },
    { name: 'of a 204', statusCode: 204, trailers: false, kept: ['X-B', '2'] },
    { name: 'of a 103', statusCode: 103, trailers: false, kept: ['X-B', '2'] },
  ])('keeps the fields of a response that are for its client: $name', ({ statusCode, trailers, kept }) => {
    expect(sanitise({ statusCode, headers }, trailers)).toEqual(kept);
  });
});

describe('decorate', () => {
  it("adds our fields after the endpoint's, and a line of its own to Proxy-Status", () => {
    const response = ['Proxy-Status', 'inner; error=dns_error'];
    decorate(response, 'id-1', 'hostler; received-status=502');
    expect(response).toEqual([
      'Proxy-Status',
      'inner; error=dns_error',
      'X-Request-Id',
      'id-1',
      'Proxy-Status',
      'hostler; received-status=502',
    ]);
  });
});
