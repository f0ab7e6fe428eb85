import type { Proxy } from './proxy.ts';

/** How many sockets the proxy's process holds, whatever state they are in; those to listen on included. */
export async function openSockets(proxy: Proxy): Promise<number> {
  const listing = await proxy.exec(['ls', '-l', '/proc/1/fd']);
  return listing.match(/-> socket:\[\d+\]/g)?.length ?? 0;
}
