import { normaliseHost } from '@hostler/http';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';
import { toInteger } from './integer.ts';

/** Which Host an endpoint sees: the client's, its own `address:port`, or one name for all. */
export type HostHeader = 'client' | 'endpoint' | { readonly name: string };

/** `client`, `endpoint`, or a host with or without a port. */
export const hostHeader: ValueType<HostHeader> = {
  expected: 'client, endpoint, or a host such as internal.example.com',
  json: [{ enum: ['client', 'endpoint'] }, { type: 'string', minLength: 1 }],
  parse(value) {
    if (value === 'client' || value === 'endpoint') return accept(value);
    const name = typeof value === 'string' ? withPort(value) : null;
    if (name === null) return refuse('write client, endpoint, or one host with or without a port');
    return accept({ name });
  },
};

/** A host with or without a port. */
export const hostWithPort: ValueType<string> = {
  expected: 'a host such as internal.example.com, with or without a port',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    const name = typeof value === 'string' ? withPort(value) : null;
    return name === null ? refuse('write one host with or without a port') : accept(name);
  },
};

/** The canonical host with its port, if it has one (RFC 9110 7.2: uri-host [ ":" port ]). */
function withPort(text: string): string | null {
  const [, host = text, port] = /^(.*[^:]|\[.*\]):([0-9]+)$/.exec(text) ?? [];
  const whole = normaliseHost(text);
  // `::1:80` reads as an address, so only brackets may put a port behind one.
  if (port === undefined || whole !== null) return whole;
  const canonical = normaliseHost(host);
  const number = toInteger(port);
  if (canonical === null || number === null || number < 1 || number > 65_535) return null;
  return `${canonical}:${number}`;
}
