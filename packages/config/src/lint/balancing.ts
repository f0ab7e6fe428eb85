import { contradiction, endpointCount, noEffect } from './finding.ts';
import type { Finding, LintedService } from './finding.ts';

/** Ways of choosing that get in each other's way, or have nothing to choose from. */
export function* balancing(service: LintedService): Generator<Finding> {
  const { config, written } = service;
  const { policy, sticky } = config.loadBalancing;
  if (sticky !== null && policy === 'consistent-hash') {
    const keys = [
      ['loadBalancing', 'sticky'],
      ['loadBalancing', 'policy'],
    ] as const;
    const what =
      'the sticky cookie decides before consistent-hash does, for every client that returns cookies';
    yield contradiction(service, keys, what, 'remove one of the two');
  }
  if (endpointCount(config) !== 1) return;
  for (const key of ['sticky', 'slowStart']) {
    if (!written.has('loadBalancing', key) || !isOn(service, key)) continue;
    const what = `${key} changes nothing with a single endpoint`;
    yield noEffect(service, ['loadBalancing', key], what, `remove ${key}, or add endpoints`);
  }
  if (config.hosts[0]?.weight === 1) return;
  const path = [...written.path, 'hosts', 0, 'weight'];
  const what = 'a weight is a share among several endpoints, and there is only one';
  yield { kind: 'no-effect', path, at: 'key', what, fix: 'remove weight, or add endpoints' };
}

function isOn({ config: { loadBalancing } }: LintedService, key: string): boolean {
  return key === 'sticky' ? loadBalancing.sticky !== null : loadBalancing.slowStartMs !== null;
}
