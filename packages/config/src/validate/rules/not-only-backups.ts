import type { Problem } from '../../problem.ts';
import { boolean } from '../../values/boolean.ts';
import { asList, asMap, servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** A backup stands in for somebody. */
export function* notOnlyBackups(proxy: RawMap): Generator<Problem> {
  for (const [index, service] of servicesOf(proxy).entries()) {
    const hosts = asList(service['hosts']);
    if (hosts.length === 0 || !hosts.every(isBackup)) continue;
    yield {
      kind: 'conflict',
      path: ['proxy', 'services', index, 'hosts'],
      at: 'value',
      got: 'only backups',
      expected: 'one endpoint at least that is no backup',
      fix: 'remove backup from the endpoints that are used first',
    };
  }
}

function isBackup(host: unknown): boolean {
  const parsed = boolean.parse(asMap(host)['backup']);
  return parsed.ok && parsed.value;
}
