import { isIP } from 'node:net';
import { normaliseHost } from '@hostler/http';
import { accept, refuse } from './value-type.ts';
import type { Refusal, ValueType } from './value-type.ts';

/**
 * A host that requests are routed by: a name, an IP address, or `*.` and a name. The result is the canonical form that
 * requests are compared with: lower case, ASCII, no trailing dot, IPv6 in brackets.
 */
export const domain: ValueType<string> = {
  expected: 'a domain such as shop.example.com, a wildcard such as *.example.com, or an IP address',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    if (Array.isArray(value)) return refuse('write one domain, or several under domains');
    if (typeof value !== 'string') return refuse('write the domain in quotes');
    const wildcard = value.startsWith('*.');
    const canonical = normaliseHost(wildcard ? value.slice(2) : value);
    if (canonical === null) return refuse(fixFor(value));
    if (!wildcard) return accept(canonical);
    return isAddress(canonical) ? wildcardOverAddress : accept(`*.${canonical}`);
  },
};

const wildcardOverAddress: Refusal = refuse('leave out the "*.": an IP address has no subdomains');

function isAddress(canonical: string): boolean {
  return canonical.startsWith('[') || isIP(canonical) !== 0;
}

function fixFor(text: string): string {
  if (text === '*') return 'write default: true in the service that takes every other host';
  const scheme = text.indexOf('://');
  if (scheme !== -1) return `leave out "${text.slice(0, scheme + 3)}": write the name alone`;
  if (text.includes('/')) return 'write the name alone, and what follows it under path';
  if (/:[0-9]*$/.test(text)) return 'leave out the port: proxy.listen decides it';
  if (text.includes('*'))
    return 'write "*." once, at the start: *.example.com is every name below example.com';
  if (text.trim() !== text || text.includes(' ')) return 'remove the spaces';
  return 'use letters, digits and hyphens in parts of 1 to 63 characters with dots between them';
}
