/**
 * Fields of the language that this version refuses by name. They are part of the plan, so they are no typing mistakes;
 * ignoring one would let somebody believe in a cache that never stores. Whoever builds one deletes its line.
 * `services[]` covers `proxy.defaults` too.
 */
export const fieldsNotBuiltYet: ReadonlySet<string> = new Set([
  'proxy.cacheStores',
  'proxy.kubernetes',
  'proxy.metrics',
  'proxy.tls',
  'proxy.tracing',
  'proxy.upstreamTls',
  'proxy.listen.tls',
  'proxy.admin.tls',
  'proxy.services[].cache',
  'proxy.services[].slo',
  'proxy.services[].tls',
  'proxy.services[].upstreamTls',
  'proxy.services[].discovery.namespace',
  'proxy.services[].discovery.service',
  'proxy.services[].hosts[].tls',
  'proxy.services[].hosts[].upstreamTls',
  'proxy.services[].limits.rate',
]);

/** Values of `discovery.type` that this version refuses by name. */
export const discoveriesNotBuiltYet: readonly string[] = ['endpointslice'];
