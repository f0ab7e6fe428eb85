import { describe, expect, it } from 'vitest';
import { compileFieldSet } from './field-set.ts';
import { acceptsTrailers, removeHopByHop } from './hop-by-hop.ts';

describe('removeHopByHop', () => {
  it.each([
    'Connection',
    'Keep-Alive',
    'TE',
    'Transfer-Encoding',
    'Upgrade',
    'Proxy-Connection',
    'Proxy-Authorization',
    'Proxy-Authenticate',
    'Proxy-Authentication-Info',
    'Proxy-Anything',
    'proxy-connection',
    'KEEP-ALIVE',
    'Transfer_Encoding',
  ])('removes %s', (name) => {
    expect(removeHopByHop(['Host', 'a', name, 'x', 'B', 'c'])).toEqual(['Host', 'a', 'B', 'c']);
  });

  it.each([
    'Proxy-Status',
    'Trailer',
    'Via',
    'Content-Length',
    'Set-Cookie',
    'Proxy',
    'TEX',
    'Upgrade-Insecure-Requests',
  ])('keeps %s', (name) => {
    expect(removeHopByHop([name, 'x'])).toEqual([name, 'x']);
  });

  it('removes what Connection names, wherever it stands', () => {
    const headers = [
      'X-A',
      '1',
      'Connection',
      'x-a, close',
      'X-B',
      '2',
      'x-A',
      '3',
      'Connection',
      'X-C',
      'X-C',
      '4',
    ];
    expect(removeHopByHop(headers)).toEqual(['X-B', '2']);
  });

  it('keeps what Connection must not name', () => {
    const headers = [
      'Connection',
      'host, content-length, via',
      'Host',
      'a',
      'Content-Length',
      '3',
      'Via',
      '1.1 b',
    ];
    expect(removeHopByHop(headers)).toEqual(headers.slice(2));
  });

  it('keeps order, case and duplicates of the rest', () => {
    const headers = ['b', '1', 'A', '2', 'Set-Cookie', 'x', 'set-cookie', 'y', 'b', ''];
    expect(removeHopByHop(headers)).toEqual(headers);
  });

  it('leaves out further fields in the same pass', () => {
    const headers = ['Host', 'a', 'Trailer', 'x', 'TE', 'y', 'B', 'c'];
    expect(removeHopByHop(headers, compileFieldSet(['host', 'trailer']))).toEqual(['B', 'c']);
  });

  it('changes nothing of what it is given', () => {
    const headers = Object.freeze(['Connection', 'x', 'X', '1']);
    expect(removeHopByHop(headers)).toEqual([]);
    expect(headers).toEqual(['Connection', 'x', 'X', '1']);
  });
});

describe('acceptsTrailers', () => {
  it.each([
    { name: 'no TE', headers: ['Host', 'a'], accepts: false },
    { name: 'trailers', headers: ['TE', 'trailers'], accepts: true },
    { name: 'trailers among others', headers: ['te', 'gzip;q=0.5,  Trailers'], accepts: true },
    { name: 'a second line', headers: ['TE', 'gzip', 'TE', 'trailers'], accepts: true },
    { name: 'something like it', headers: ['TE', 'trailersx'], accepts: false },
  ])('$name: $accepts', ({ headers, accepts }) => {
    expect(acceptsTrailers(headers)).toBe(accepts);
  });
});
