import { resolve } from 'node:path';
import type { BlockSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import type { DiscoveryConfig } from '../service-config.ts';
import { merge } from './merge.ts';

type Settings = BlockSettings['discovery'];

/**
 * `discovery` of a service that has one; the defaults only fill it in.
 * @param directory what the path of a file is relative to
 * @returns null without one. What a type needs is there: the rules saw to it
 */
export function resolveDiscovery(
  own: Settings,
  inherited: Settings,
  directory: string,
): DiscoveryConfig | null {
  if (own === undefined) return null;
  const {
    type,
    name = '',
    port = 0,
    servers,
    weight,
    path = '',
  } = merge(builtInBlocks.discovery, inherited, own);
  if (type === 'dns') return { type, name, port, servers, weight };
  if (type === 'srv') return { type, name, servers };
  return type === 'file' ? { type, path: resolve(directory, path) } : null;
}
