import { isIP } from 'node:net';
import { normaliseHost } from '@hostler/http';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** A name that DNS is asked for, always a full one: no search list is applied. In lower case, without a final dot. */
export const dnsName: ValueType<string> = {
  expected: 'a full DNS name such as shop.internal.example.com',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    const canonical = typeof value === 'string' ? normaliseHost(value) : null;
    if (canonical === null) return refuse('write the name alone, in full, without scheme and port');
    if (canonical.startsWith('[') || isIP(canonical) !== 0)
      return refuse('write IP addresses under hosts: there is nothing to look up');
    return accept(canonical);
  },
};

/** A Host as requests name it, without its port. Canonical: lower case, ASCII, no final dot, IPv6 in brackets. */
export const hostName: ValueType<string> = {
  expected: 'a host name or an IP address, without a port',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    const canonical = typeof value === 'string' ? normaliseHost(value) : null;
    if (canonical === null)
      return refuse('write one name such as admin.example.com, without scheme and port');
    return accept(canonical);
  },
};
