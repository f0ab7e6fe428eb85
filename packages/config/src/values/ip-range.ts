import { isIP } from 'node:net';
import { compileTrust } from '@hostler/http';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** An address, or a network as address and prefix length (RFC 4632 3.1, RFC 4291 2.3). */
export const ipRange: ValueType<string> = {
  expected: 'an IP address or a network such as 10.1.2.0/24',
  json: [{ type: 'string', pattern: '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$' }],
  parse(value) {
    if (typeof value !== 'string') return refuse('write the address in quotes');
    return compiles(value) ? accept(value) : refuse(fixFor(value));
  },
};

/** What decides is the function that the addresses go to in the end. */
function compiles(range: string): boolean {
  try {
    compileTrust([range]);
    return true;
  } catch {
    return false;
  }
}

function fixFor(text: string): string {
  const [ip = ''] = text.split('/');
  const version = text.includes('%') ? 0 : isIP(ip);
  if (version !== 0) return `write a prefix length from 0 to ${version === 4 ? 32 : 128} after "/"`;
  if (/^[a-z-]+$/i.test(text))
    return 'write the addresses of the load balancer in front, such as 10.1.2.0/24';
  return 'write an IPv4 or IPv6 address, and after "/" a prefix length if it is a network';
}
