import { expect, it } from 'vitest';
import { nameServer } from './name-server.ts';

it.each([
  ['10.0.0.2', '10.0.0.2:53'],
  ['10.0.0.2:5353', '10.0.0.2:5353'],
  ['2001:DB8::1', '[2001:db8::1]:53'],
  ['[::1]', '[::1]:53'],
  ['[::1]:5353', '[::1]:5353'],
])('reads %s as %s', (written, value) => {
  expect(nameServer.parse(written)).toEqual({ ok: true, value });
});

it.each(['dns.example.com', 'dns.example.com:53', '10.0.0.2:0', '10.0.0.2:65536', '10.0.0.2:', ''])(
  'refuses %j',
  (written) => {
    const fix = 'write the IP address of a DNS server; names cannot be looked up before there is one';
    expect(nameServer.parse(written)).toEqual({ ok: false, fix });
  },
);
