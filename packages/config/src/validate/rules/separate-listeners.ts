import { isEveryAddress } from '../../loopback.ts';
import type { Problem } from '../../problem.ts';
import { adminSchema } from '../../schema/admin.ts';
import { listenSchema } from '../../schema/listen.ts';
import { asMap } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** Clients and operators do not share a port of one address. */
export function* separateListeners(proxy: RawMap): Generator<Problem> {
  if (proxy['admin'] === false) return;
  const main = listenSchema.safeParse(asMap(proxy['listen']));
  const admin = adminSchema.safeParse(asMap(proxy['admin']));
  if (!main.success || !admin.success || main.data.port !== admin.data.port || main.data.port === 0) return;
  if (!overlap(main.data.address, admin.data.address)) return;
  yield {
    kind: 'conflict',
    path: ['proxy', 'admin', 'port'],
    at: 'value',
    got: `${admin.data.port}, the port of proxy.listen`,
    relatedPath: ['proxy', 'listen', 'port'],
    expected: 'a port of its own for the admin side',
    fix: 'change one of the two ports, or write admin: false',
  };
}

function overlap(one: string, other: string): boolean {
  return one === other || isEveryAddress(one) || isEveryAddress(other);
}
