import { hostHeader } from '../values/host-header.ts';
import type { HostHeader } from '../values/host-header.ts';
import { inherited, layerOf, orFalse } from './block.ts';
import { field } from './field.ts';
import { limitsSchema } from './limits.ts';
import { loadBalancingSchema } from './load-balancing.ts';
import { retrySchema } from './retry.ts';
import { timeoutsSchema } from './timeouts.ts';

const hostHeaderField = field<string, HostHeader>(hostHeader)
  .prefault('client')
  .describe(
    "The Host that endpoints see: the `client`'s own, the `endpoint`'s address and port, or one name for all.",
  );

/** What a service and `proxy.defaults` may both say. Nothing is filled in here. */
export const serviceBlocks = {
  loadBalancing: layerOf(loadBalancingSchema).optional(),
  timeouts: layerOf(timeoutsSchema).optional(),
  retry: orFalse(layerOf(retrySchema)).optional(),
  limits: layerOf(limitsSchema).optional(),
  hostHeader: inherited(hostHeaderField),
};

/** What holds where neither a service nor `proxy.defaults` says anything. */
export const builtInBlocks = {
  loadBalancing: loadBalancingSchema.parse({}),
  timeouts: timeoutsSchema.parse({}),
  retry: retrySchema.parse({}),
  limits: limitsSchema.parse({}),
  hostHeader: hostHeaderField.parse(undefined),
};
