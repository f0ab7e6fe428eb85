import { isIP } from 'node:net';
import { normaliseHost } from '@hostler/http';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/**
 * Something to dial or to listen on: an IPv4 or IPv6 address, or a name that the system resolves each time. IPv6 comes
 * out without brackets, names in lower case; a name keeps its final dot, which stops the resolver's search list.
 */
export const address: ValueType<string> = {
  expected: 'an IPv4 address, an IPv6 address or a DNS name',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    if (typeof value !== 'string') return refuse('write the address in quotes');
    const canonical = normaliseHost(value);
    if (canonical === null) return refuse(fixFor(value));
    if (canonical.startsWith('[')) return accept(canonical.slice(1, -1));
    const absolute = value.endsWith('.') && isIP(canonical) === 0;
    return accept(absolute ? `${canonical}.` : canonical);
  },
};

function fixFor(text: string): string {
  if (text === '') return 'write an address such as 127.0.0.1';
  const scheme = text.indexOf('://');
  if (scheme !== -1)
    return `leave out "${text.slice(0, scheme + 3)}": write the address alone, and the port under port`;
  if (text === '*') return 'write 0.0.0.0 for every IPv4 address, :: for every address';
  if (text.includes('/')) return 'write the address alone, without a path or a prefix length';
  if (text.includes('%')) return 'leave out the zone after "%"';
  const [, host] = /^(.*):[0-9]+$/.exec(text) ?? [];
  if (host !== undefined && normaliseHost(host) !== null) return `write ${host}, and the port under port`;
  if (text.trim() !== text || text.includes(' ')) return 'remove the spaces';
  if (/^[0-9.]+$/.test(text)) return 'write four numbers from 0 to 255 with dots between them';
  return 'use letters, digits and hyphens in parts of 1 to 63 characters with dots between them';
}
