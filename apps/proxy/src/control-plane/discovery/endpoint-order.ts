import { isIPv4 } from 'node:net';
import { endpointName } from '@hostler/balancer';
import type { DiscoveredEndpoint } from './endpoint-source.ts';

/** Addresses without repetition, IPv4 first: name servers shuffle, and an order of our own makes that no change. */
export function orderAddresses(addresses: Iterable<string>): readonly string[] {
  return [...new Set(addresses)].sort(compareAddresses);
}

function compareAddresses(a: string, b: string): number {
  const families = Number(isIPv4(b)) - Number(isIPv4(a));
  if (families !== 0) return families;
  return a < b ? -1 : 1;
}

/** `name:port` for a Host field, without the final dot that only concerns resolvers. */
export function authorityOf(name: string, port: number): string {
  return endpointName(name.endsWith('.') ? name.slice(0, -1) : name, port);
}

/** Whether two lists say the same, in the same order. */
export function sameEndpoints(a: readonly DiscoveredEndpoint[], b: readonly DiscoveredEndpoint[]): boolean {
  return a.length === b.length && a.every((endpoint, index) => sameEndpoint(endpoint, b[index]));
}

function sameEndpoint(a: DiscoveredEndpoint, b: DiscoveredEndpoint | undefined): boolean {
  return (
    b !== undefined &&
    a.address === b.address &&
    a.port === b.port &&
    a.weight === b.weight &&
    a.backup === b.backup &&
    a.authority === b.authority
  );
}
