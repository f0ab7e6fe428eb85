import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Target } from './targets.ts';

/** One process to call. */
export interface ReplicaAddress {
  readonly target: Target;
  /** Where to connect to, in place of what the URL's host resolves to; `null` is as Node would. */
  readonly address: string | null;
  /** What to call it in front of a person. */
  readonly label: string;
}

/** The replicas behind a target, or why they are not known. */
export type Replicas =
  | { readonly ok: true; readonly replicas: readonly ReplicaAddress[] }
  | { readonly ok: false; /** One sentence. */ readonly reason: string };

/** As the system looks names up: hosts file, search list; of the address families that this machine has. */
export async function systemLookUp(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, hints: ADDRCONFIG });
  return found.map(({ address }) => address);
}

/** Every replica behind a target: each address of a name, such as that of a headless Service, is one. */
export async function replicasOf(
  target: Target,
  lookUp: (name: string) => Promise<readonly string[]>,
): Promise<Replicas> {
  const { hostname, protocol, host, pathname } = target.url;
  const label = `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  // Both addresses of localhost are this machine.
  if (hostname === 'localhost' || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0) {
    return { ok: true, replicas: [{ target, address: null, label }] };
  }
  try {
    const addresses = new Set(await lookUp(hostname));
    const replicas = Array.from(addresses, (address) => ({
      target,
      address,
      label: `${label} at ${address}`,
    }));
    return replicas.length > 0 ? { ok: true, replicas } : unknown(hostname, 'it has no address');
  } catch (error) {
    return unknown(hostname, error instanceof Error ? error.message : String(error));
  }
}

function unknown(name: string, why: string): Replicas {
  return { ok: false, reason: `Cannot look up "${name}": ${why}.` };
}
