import type { HashOn } from '@hostler/config';
import { isSameName, parseTarget } from '@hostler/http';
import type { ClientIdentity, RawHeaders } from '@hostler/http';
import type { ClientRequest } from '../../exchange.ts';
import { findCookie } from './find-cookie.ts';
import { murmur3 } from './murmur3.ts';

/** Hashes the part of a request that decides where it goes; `null` when the request does not have it. */
export type HashKey = (request: ClientRequest, client: ClientIdentity) => number | null;

/** Looks at what the client sent, byte for byte: nothing is decoded, and of several the first counts. */
export function createHashKey(hashOn: HashOn): HashKey {
  switch (hashOn.kind) {
    case 'client':
      return (_request, { address }) => murmur3(address);
    case 'path':
      return hashOfPath;
    case 'header': {
      const lowerName = hashOn.name.toLowerCase();
      return ({ headers }) => hashOfField(headers, lowerName);
    }
    case 'cookie': {
      const { name } = hashOn;
      return ({ headers }) => findCookie(headers, name, hashOf);
    }
    default: {
      const { name } = hashOn;
      return ({ target }) => hashOfParameter(target, name);
    }
  }
}

/** Not `murmur3` itself: a caller must not reach its other parameters. */
function hashOf(value: string): number {
  return murmur3(value);
}

/** The path as sent, without the query: `/a` and `/%61` are two. */
function hashOfPath({ method, target }: ClientRequest): number | null {
  if (target.startsWith('/')) {
    const mark = target.indexOf('?');
    return murmur3(target, 0, mark === -1 ? target.length : mark);
  }
  const parsed = parseTarget(method, target);
  return parsed.form === 'absolute' ? murmur3(parsed.path) : null;
}

function hashOfField(headers: RawHeaders, lowerName: string): number | null {
  for (let index = 0; index < headers.length; index += 2) {
    if (isSameName(headers[index] ?? '', lowerName)) return murmur3(headers[index + 1] ?? '');
  }
  return null;
}

/** A parameter without `=` is there and empty. */
function hashOfParameter(target: string, name: string): number | null {
  const mark = target.indexOf('?');
  if (mark === -1) return null;
  for (let start = mark + 1; start <= target.length;) {
    const ampersand = target.indexOf('&', start);
    const end = ampersand === -1 ? target.length : ampersand;
    const nameEnd = start + name.length;
    if (nameEnd <= end && target.startsWith(name, start)) {
      if (nameEnd === end) return murmur3('');
      if (target[nameEnd] === '=') return murmur3(target, nameEnd + 1, end);
    }
    start = end + 1;
  }
  return null;
}
