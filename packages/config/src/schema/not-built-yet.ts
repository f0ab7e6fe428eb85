/**
 * Fields of the language that this version refuses by name. They are part of the plan, so they are no typing mistakes;
 * ignoring one would let somebody believe in a health check that never runs. Whoever builds one deletes its line.
 * `services[]` covers `proxy.defaults` too.
 */
export const fieldsNotBuiltYet: ReadonlySet<string> = new Set([
  'proxy.cacheStores',
  'proxy.kubernetes',
  'proxy.metrics',
  'proxy.secret',
  'proxy.tests',
  'proxy.tls',
  'proxy.tracing',
  'proxy.upstreamTls',
  'proxy.listen.tls',
  'proxy.admin.api',
  'proxy.admin.hosts',
  'proxy.admin.tls',
  'proxy.admin.token',
  'proxy.services[].cache',
  'proxy.services[].circuitBreaker',
  'proxy.services[].discovery',
  'proxy.services[].healthCheck',
  'proxy.services[].outlierDetection',
  'proxy.services[].panicThreshold',
  'proxy.services[].slo',
  'proxy.services[].tls',
  'proxy.services[].upstreamTls',
  'proxy.services[].hosts[].backup',
  'proxy.services[].hosts[].tls',
  'proxy.services[].hosts[].upstreamTls',
  'proxy.services[].limits.concurrency',
  'proxy.services[].limits.queue',
  'proxy.services[].limits.rate',
  'proxy.services[].loadBalancing.hashOn',
  'proxy.services[].loadBalancing.panicThreshold',
  'proxy.services[].loadBalancing.slowStart',
  'proxy.services[].loadBalancing.sticky',
  'proxy.services[].retry.hedge',
]);

/** `loadBalancing.policy` */
export const policiesNotBuiltYet: readonly string[] = ['consistent-hash', 'peak-ewma'];
