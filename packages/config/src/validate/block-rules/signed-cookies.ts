import type { Problem } from '../../problem.ts';
import type { ServiceLayers } from '../layers.ts';

/** A sticky cookie that anybody could write would let clients choose their endpoint. */
export function* signedCookies({ proxy, blocks, written }: ServiceLayers): Generator<Problem> {
  const { secret } = proxy;
  if (blocks.loadBalancing.sticky === null || (secret !== undefined && secret !== '')) return;
  yield {
    kind: 'conflict',
    path: written.pathOf(['loadBalancing', 'sticky']),
    at: 'value',
    got: 'a sticky cookie without proxy.secret',
    expected: 'a secret that signs it, the same on all replicas',
    fix: 'add secret: \'${HOSTLER_SECRET}\' under proxy and set the variable, for instance to the output of "openssl rand -hex 32"',
  };
}
