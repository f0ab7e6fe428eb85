import { describe, expect, it } from 'vitest';
import { proxyStatusMember } from './proxy-status.ts';

describe('proxyStatusMember', () => {
  it.each([
    { name: 'nothing happened', proxy: 'hostler', parameters: {}, member: 'hostler' },
    {
      name: 'an error',
      proxy: 'hostler',
      parameters: { error: 'connection_refused', nextHop: '10.0.0.1:9090' },
      member: 'hostler;error=connection_refused;next-hop="10.0.0.1:9090"',
    },
    {
      name: 'a response',
      proxy: 'hostler',
      parameters: { nextProtocol: 'http/1.1', receivedStatus: 503, details: 'say "no"' },
      member: String.raw`hostler;next-protocol=http/1.1;received-status=503;details="say \"no\""`,
    },
    {
      name: 'further parameters',
      proxy: 'hostler',
      parameters: { error: 'dns_error', extra: { rcode: 'NXDOMAIN', 'info-code': 18 } },
      member: 'hostler;error=dns_error;rcode="NXDOMAIN";info-code=18',
    },
    { name: 'a name that is no token', proxy: '10.0.0.1', parameters: {}, member: '"10.0.0.1"' },
  ])('reports that $name', ({ proxy, parameters, member }) => {
    expect(proxyStatusMember(proxy, parameters)).toBe(member);
  });
});
