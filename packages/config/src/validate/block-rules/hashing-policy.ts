import type { Problem } from '../../problem.ts';
import type { ServiceLayers } from '../layers.ts';

/** `hashOn` in a service belongs to `consistent-hash`; in the defaults it waits for services with that policy. */
export function* hashingPolicy({ own, blocks, written }: ServiceLayers): Generator<Problem> {
  const { policy } = blocks.loadBalancing;
  if (own.loadBalancing?.hashOn === undefined || policy === 'consistent-hash') return;
  yield {
    kind: 'conflict',
    path: [...written.path, 'loadBalancing', 'hashOn'],
    at: 'key',
    got: `hashOn with the policy ${policy}`,
    expected: 'the policy consistent-hash beside it',
    fix: 'write policy: consistent-hash, or remove hashOn',
  };
}
