import { quote } from '../../describe-value.ts';
import type { Problem } from '../../problem.ts';
import { servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** Each service has a name of its own. */
export function* uniqueNames(proxy: RawMap): Generator<Problem> {
  const first = new Map<string, number>();
  for (const [index, { name }] of servicesOf(proxy).entries()) {
    if (typeof name !== 'string') continue;
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      continue;
    }
    yield {
      kind: 'conflict',
      path: ['proxy', 'services', index, 'name'],
      at: 'value',
      got: `${quote(name)}, the name of another service`,
      relatedPath: ['proxy', 'services', earlier, 'name'],
      expected: 'a name of its own for each service',
      fix: 'rename one of the two, or put the hosts of both into one service',
    };
  }
}
