import type { Problem } from '../../problem.ts';
import type { DiscoveryType } from '../../schema/discovery.ts';
import type { ServiceLayers } from '../layers.ts';

const keysOf = {
  dns: { required: ['name', 'port'], optional: ['servers', 'weight'] },
  srv: { required: ['name'], optional: ['servers'] },
  file: { required: ['path'], optional: [] },
} as const satisfies Record<DiscoveryType, object>;

const example = { name: 'shop.internal.example.com', port: '9090', path: 'endpoints.yaml' } as const;

/** `discovery` has what its type needs, and nothing that only another type has. */
export function* completeDiscovery({ own, defaults, written }: ServiceLayers): Generator<Problem> {
  const { discovery } = own;
  if (discovery === undefined) return;
  const merged = { ...defaults.discovery, ...discovery };
  const path = [...written.path, 'discovery'];
  const type = discovery.type ?? defaults.discovery?.type;
  if (type === undefined) {
    const expected = `one of ${Object.keys(keysOf).join(', ')}`;
    yield {
      kind: 'invalid',
      path: [...path, 'type'],
      at: 'value',
      got: 'nothing',
      expected,
      fix: 'add type: dns',
    };
    return;
  }
  const { required, optional } = keysOf[type];
  for (const key of required) {
    if (merged[key] !== undefined) continue;
    yield {
      kind: 'invalid',
      path: [...path, key],
      at: 'value',
      got: 'nothing',
      expected: `a ${key} beside type: ${type}`,
      fix: `add ${key}, such as ${key}: ${example[key]}`,
    };
  }
  const known: readonly string[] = ['type', ...required, ...optional];
  for (const [key, value] of Object.entries(discovery)) {
    if (value === undefined || known.includes(key)) continue;
    yield {
      kind: 'conflict',
      path: [...path, key],
      at: 'key',
      got: `${key} beside type: ${type}`,
      expected: `only ${known.join(', ')}`,
      fix: `remove ${key}`,
    };
  }
}
