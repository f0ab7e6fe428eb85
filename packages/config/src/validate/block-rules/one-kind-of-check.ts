import type { Problem } from '../../problem.ts';
import type { ServiceLayers } from '../layers.ts';

const ofHttp = ['path', 'method', 'host', 'expect', 'expectBody'] as const;

/** A health check asks for a path, or it only connects. */
export function* oneKindOfCheck({ own, defaults, blocks, written }: ServiceLayers): Generator<Problem> {
  const { healthCheck } = blocks;
  if (healthCheck === null) return;
  const layer = own.healthCheck === false ? undefined : own.healthCheck;
  const below = defaults.healthCheck === false ? undefined : defaults.healthCheck;
  const type = layer?.type ?? below?.type;
  if (healthCheck.kind === 'tcp') {
    if (type === 'http') yield withoutPath(written.pathOf(['healthCheck', 'type']));
    for (const key of ofHttp.filter((each) => type !== 'http' && layer?.[each] !== undefined)) {
      yield {
        kind: 'conflict',
        path: [...written.path, 'healthCheck', key],
        at: 'key',
        got: type === 'tcp' ? `${key} beside type: tcp` : `${key} without a path`,
        expected: 'nothing of a request in a check that only connects',
        fix: type === 'tcp' ? `remove ${key}, or remove type` : `add path, or remove ${key}`,
      };
    }
    return;
  }
  if (healthCheck.method !== 'HEAD' || healthCheck.expectBody === null) return;
  yield {
    kind: 'conflict',
    path: written.pathOf(['healthCheck', 'expectBody'], ['healthCheck', 'method']),
    at: 'value',
    got: 'expectBody beside method: HEAD',
    expected: 'a method whose response has a body',
    fix: 'write method: GET, or remove expectBody',
  };
}

function withoutPath(path: Problem['path']): Problem {
  return {
    kind: 'conflict',
    path,
    at: 'value',
    got: '"http" without a path',
    expected: 'the path to ask for',
    fix: 'add path, such as path: /healthz, or write type: tcp',
  };
}
