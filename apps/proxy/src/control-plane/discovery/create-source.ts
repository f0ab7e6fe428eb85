import { isIP } from 'node:net';
import type { ServiceConfig } from '@hostler/config';
import { dnsSource } from './dns-source.ts';
import type { EndpointSource } from './endpoint-source.ts';
import { FileSource } from './file-source.ts';
import { HostsSource } from './hosts-source.ts';
import type { SourceParts } from './source-parts.ts';
import { srvSource } from './srv-source.ts';

/** What a source needs to know of a service. */
export type DiscoveredService = Pick<ServiceConfig, 'name' | 'hosts' | 'discovery'>;

/** @returns where the endpoints of a service come from; null if all are addresses, which never change by themselves */
export function createSource(service: DiscoveredService, parts: SourceParts): EndpointSource | null {
  const { name, hosts, discovery } = service;
  if (discovery === null) {
    return hosts.every(({ address }) => isIP(address) !== 0) ? null : new HostsSource(name, hosts, parts);
  }
  if (discovery.type === 'dns') return dnsSource(name, discovery, parts);
  if (discovery.type === 'srv') return srvSource(name, discovery, parts);
  return new FileSource(name, discovery.path, parts);
}
