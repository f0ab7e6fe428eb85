import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether an address as the configuration has it is reached from this machine alone. */
export function isLoopback(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return address === 'localhost' || address.endsWith('.localhost');
  return loopback.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** Whether it is every address of the machine. */
export function isEveryAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
