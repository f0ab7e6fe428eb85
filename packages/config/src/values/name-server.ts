import { isIP } from 'node:net';
import { normaliseHost } from '@hostler/http';
import { toInteger } from './integer.ts';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** A DNS server to ask: an IP address with or without a port, which is 53. Comes out as `10.0.0.2:53`, `[::1]:53`. */
export const nameServer: ValueType<string> = {
  expected: 'an IP address with or without a port, such as 10.0.0.2:53 or [::1]:53',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    if (typeof value !== 'string') return refuse('write the address in quotes');
    const whole = ipOf(value);
    if (whole !== null) return accept(`${whole}:53`);
    const [, host = '', port] = /^(.*):([0-9]+)$/.exec(value) ?? [];
    const ip = ipOf(host);
    const number = toInteger(port);
    if (ip === null || number === null || number < 1 || number > 65_535)
      return refuse('write the IP address of a DNS server; names cannot be looked up before there is one');
    return accept(`${ip}:${number}`);
  },
};

function ipOf(text: string): string | null {
  const canonical = normaliseHost(text);
  if (canonical === null) return null;
  return canonical.startsWith('[') || isIP(canonical) !== 0 ? canonical : null;
}
