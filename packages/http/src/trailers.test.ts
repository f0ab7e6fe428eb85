import { describe, expect, it } from 'vitest';
import { permittedTrailers } from './trailers.ts';

describe('permittedTrailers', () => {
  it('keeps what may come after a body, in order and case', () => {
    const trailers = ['X-Checksum', 'a', 'Server-Timing', 'b', 'ETag', 'c', 'x-checksum', 'd'];
    expect(permittedTrailers(trailers, null)).toEqual(trailers);
    expect(permittedTrailers([], null)).toEqual([]);
  });

  it.each([
    { kind: 'framing', names: ['Transfer-Encoding', 'Content-Length', 'Trailer', 'Connection'] },
    {
      kind: 'routing',
      names: ['Host', 'Via', 'X-Forwarded-For', 'X_Forwarded_For', 'Forwarded', 'X-Real-IP'],
    },
    {
      kind: 'request modifiers',
      names: ['Cache-Control', 'Expect', 'If-None-Match', 'Range', 'TE', 'Pragma'],
    },
    { kind: 'authentication', names: ['Authorization', 'Proxy-Authorization', 'Set-Cookie', 'Cookie'] },
    { kind: 'response control', names: ['Age', 'Date', 'Expires', 'Location', 'Retry-After', 'Vary'] },
    { kind: 'content format', names: ['Content-Encoding', 'Content-Type', 'Content-Range'] },
  ])('drops $kind (RFC 9110 6.5.1)', ({ names }) => {
    const trailers = names.flatMap((name) => [name, 'x']);
    expect(permittedTrailers([...trailers, 'X-Ok', 'y'], null)).toEqual(['X-Ok', 'y']);
  });

  it('drops what Connection named in the head', () => {
    expect(permittedTrailers(['X-A', '1', 'X-B', '2'], new Set(['x-a']))).toEqual(['X-B', '2']);
  });
});
