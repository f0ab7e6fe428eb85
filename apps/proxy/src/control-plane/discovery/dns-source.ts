import type { DnsDiscoveryConfig } from '@hostler/config';
import { AddressRecords } from './address-records.ts';
import { DnsClient } from './dns-client.ts';
import { authorityOf } from './endpoint-order.ts';
import type { EndpointSource } from './endpoint-source.ts';
import { PolledSource } from './polled-source.ts';
import type { SourceParts } from './source-parts.ts';

/** Every address of one name, A and AAAA, asked again when the shortest time to live is over. */
export function dnsSource(
  service: string,
  { name, port, servers, weight }: DnsDiscoveryConfig,
  parts: SourceParts,
): EndpointSource {
  const client = new DnsClient(servers, parts.resolver);
  const records = new AddressRecords(name, client);
  const authority = authorityOf(name, port);
  const question = {
    async ask() {
      await records.refresh();
      const { known, addresses, answered, failures, ttlSeconds } = records;
      const endpoints = addresses.map((address) => ({ address, port, weight, backup: false, authority }));
      return { endpoints: known ? endpoints : null, answered, failures, ttlSeconds };
    },
    close: () => client.close(),
  };
  return new PolledSource('dns', service, question, parts);
}
