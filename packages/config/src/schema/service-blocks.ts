import { hostHeader } from '../values/host-header.ts';
import type { HostHeader } from '../values/host-header.ts';
import { inherited, layerOf, offUntilWritten, onByDefault } from './block.ts';
import { circuitBreakerSchema } from './circuit-breaker.ts';
import { discoverySchema } from './discovery.ts';
import { field } from './field.ts';
import { healthCheckSchema } from './health-check.ts';
import { adaptiveConcurrencySchema, limitsSchema, queueSchema } from './limits.ts';
import { loadBalancingSchema } from './load-balancing.ts';
import { outlierDetectionSchema } from './outlier-detection.ts';
import { hedgeSchema, retrySchema } from './retry.ts';
import { stickySchema } from './sticky.ts';
import { timeoutsSchema } from './timeouts.ts';

const hostHeaderField = field<string, HostHeader>(hostHeader)
  .prefault('client')
  .describe(
    "The Host that endpoints see: the `client`'s own, the `endpoint`'s address and port, or one name for all.",
  );

/** What a service and `proxy.defaults` may both say. Nothing is filled in here. */
export const serviceBlocks = {
  discovery: layerOf(discoverySchema).optional(),
  loadBalancing: layerOf(loadBalancingSchema).optional(),
  healthCheck: offUntilWritten(healthCheckSchema),
  outlierDetection: onByDefault(outlierDetectionSchema),
  circuitBreaker: offUntilWritten(circuitBreakerSchema),
  timeouts: layerOf(timeoutsSchema).optional(),
  retry: onByDefault(retrySchema),
  limits: layerOf(limitsSchema).optional(),
  hostHeader: inherited(hostHeaderField),
};

/** What holds where neither a service nor `proxy.defaults` says anything; of a block that is off, once it is on. */
export const builtInBlocks = {
  discovery: discoverySchema.parse({}),
  loadBalancing: loadBalancingSchema.parse({}),
  sticky: stickySchema.parse({}),
  healthCheck: healthCheckSchema.parse({}),
  outlierDetection: outlierDetectionSchema.parse({}),
  circuitBreaker: circuitBreakerSchema.parse({}),
  timeouts: timeoutsSchema.parse({}),
  retry: retrySchema.parse({}),
  hedge: hedgeSchema.parse({}),
  limits: limitsSchema.parse({}),
  queue: queueSchema.parse({}),
  adaptiveConcurrency: adaptiveConcurrencySchema.parse({}),
  hostHeader: hostHeaderField.parse(undefined),
};
