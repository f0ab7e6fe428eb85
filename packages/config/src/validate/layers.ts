import * as z from 'zod';
import { resolveBlocks } from '../resolve/blocks.ts';
import type { Blocks } from '../resolve/blocks.ts';
import type { BlockSettings, ProxySettings } from '../schema/proxy.ts';
import { serviceBlocks } from '../schema/service-blocks.ts';
import { asMap, servicesOf } from './raw.ts';
import type { RawMap } from './raw.ts';
import { Written } from './written.ts';

/** The blocks of one service as they will hold, for rules that look at several of them. */
export interface ServiceLayers {
  /** As the whole document was written. */
  readonly proxy: RawMap;
  readonly written: Written;
  /** What the service says itself. */
  readonly own: BlockSettings;
  readonly defaults: BlockSettings;
  readonly blocks: Blocks;
}

const readable = z.object(serviceBlocks);

/**
 * Every service with its blocks, its position being that in `proxy.services`. In a document with mistakes, only those
 * whose blocks can be read: what a rule says about half a block would be a phantom.
 * @param settings null when the document as a whole is not valid
 */
export function* layersOf(proxy: RawMap, settings: ProxySettings | null): Generator<ServiceLayers> {
  const defaults = settings === null ? readBlocks(asMap(proxy['defaults'])) : settings.defaults;
  if (defaults === null) return;
  const builtIn = resolveBlocks('', {}, defaults);
  for (const [index, raw] of servicesOf(proxy).entries()) {
    const own = settings === null ? readBlocks(raw) : (settings.services[index] ?? null);
    if (own === null) continue;
    const name = String(raw['name']);
    const blocks = inheritsAll(own) && !namedAfterIt(builtIn) ? builtIn : resolveBlocks(name, own, defaults);
    yield { proxy, written: new Written(proxy, index), own, defaults, blocks };
  }
}

function readBlocks(raw: RawMap): BlockSettings | null {
  const parsed = readable.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

/** Most services of a large file say nothing of their own: they share one set. */
function inheritsAll(own: BlockSettings): boolean {
  const { loadBalancing, healthCheck, outlierDetection, circuitBreaker } = own;
  const { timeouts, retry, limits, hostHeader } = own;
  const checks = loadBalancing ?? healthCheck ?? outlierDetection ?? circuitBreaker;
  return (checks ?? timeouts ?? retry ?? limits ?? hostHeader) === undefined;
}

/** A cookie without a name is called after its service. */
function namedAfterIt({ loadBalancing }: Blocks): boolean {
  return loadBalancing.sticky !== null;
}
