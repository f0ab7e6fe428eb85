import type { SrvDiscoveryConfig } from '@hostler/config';
import { DnsClient } from './dns-client.ts';
import type { EndpointSource } from './endpoint-source.ts';
import { PolledSource } from './polled-source.ts';
import { ServiceRecords } from './service-records.ts';
import type { SourceParts } from './source-parts.ts';

/** The targets of a name's service records, asked again when the shortest time to live of their addresses is over. */
export function srvSource(
  service: string,
  { name, servers }: SrvDiscoveryConfig,
  parts: SourceParts,
): EndpointSource {
  const client = new DnsClient(servers, parts.resolver);
  const records = new ServiceRecords(name, client);
  const question = {
    async ask() {
      await records.refresh();
      return { ...records.finding, ttlSeconds: records.ttlSeconds };
    },
    close: () => client.close(),
  };
  return new PolledSource('srv', service, question, parts);
}
