import type { Problem } from '../../problem.ts';
import { boolean } from '../../values/boolean.ts';
import { servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** One service at most takes the hosts that nobody claims. */
export function* oneDefault(proxy: RawMap): Generator<Problem> {
  let first: number | null = null;
  for (const [index, service] of servicesOf(proxy).entries()) {
    if (!isDefault(service)) continue;
    if (first === null) {
      first = index;
      continue;
    }
    yield {
      kind: 'conflict',
      path: ['proxy', 'services', index, 'default'],
      at: 'value',
      got: 'a second default service',
      relatedPath: ['proxy', 'services', first, 'default'],
      expected: 'one default service at most',
      fix: 'remove default from one of the two',
    };
  }
}

/** Whether a service as written is the default one. */
export function isDefault(service: RawMap): boolean {
  const parsed = boolean.parse(service['default']);
  return parsed.ok && parsed.value;
}
