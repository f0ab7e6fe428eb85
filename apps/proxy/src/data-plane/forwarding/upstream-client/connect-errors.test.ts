import { expect, test } from 'vitest';
import { connectErrorCode } from './connect-errors.ts';

const cases = [
  { name: 'a closed port', code: 'ECONNREFUSED', expected: 'connection_refused' },
  { name: 'a host without a route', code: 'EHOSTUNREACH', expected: 'destination_ip_unroutable' },
  { name: 'a network without a route', code: 'ENETUNREACH', expected: 'destination_ip_unroutable' },
  { name: 'no local address for the family', code: 'EADDRNOTAVAIL', expected: 'destination_ip_unroutable' },
  { name: 'a link-local address without zone', code: 'EINVAL', expected: 'destination_ip_unroutable' },
  { name: "the kernel's own connect timeout", code: 'ETIMEDOUT', expected: 'connection_timeout' },
  { name: 'an unknown name', code: 'ENOTFOUND', syscall: 'getaddrinfo', expected: 'dns_error' },
  { name: 'a resolver that is down', code: 'EAI_AGAIN', syscall: 'getaddrinfo', expected: 'dns_error' },
  { name: 'a lookup that ran out of memory', code: 'ENOMEM', syscall: 'getaddrinfo', expected: 'dns_error' },
  { name: "a failure of another lookup's", code: 'ESERVFAIL', syscall: 'queryA', expected: 'dns_error' },
  { name: 'a lookup that gave no address', code: 'ERR_INVALID_IP_ADDRESS', expected: 'dns_error' },
  { name: 'a reset handshake', code: 'ECONNRESET', expected: 'connection_terminated' },
  { name: 'no file descriptor left', code: 'EMFILE', expected: 'connection_terminated' },
  { name: 'an error without a code', expected: 'connection_terminated' },
];

test.each(cases)('$name is $expected', ({ expected, name, ...properties }) => {
  expect(connectErrorCode(Object.assign(new Error(name), properties))).toBe(expected);
});
