import { quote } from '../../describe-value.ts';
import { isLoopback } from '../../loopback.ts';
import type { Problem } from '../../problem.ts';
import { adminSchema } from '../../schema/admin.ts';
import { asMap } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** Whoever can reach the API can steer the proxy, so beyond this machine it needs a token. */
export function* guardedAdmin(proxy: RawMap): Generator<Problem> {
  if (proxy['admin'] === false) return;
  const admin = adminSchema.safeParse(asMap(proxy['admin']));
  if (!admin.success || !admin.data.api || admin.data.token !== null) return;
  if (isLoopback(admin.data.address)) return;
  yield {
    kind: 'conflict',
    path: ['proxy', 'admin', 'address'],
    at: 'value',
    got: `${quote(admin.data.address)} without a token`,
    expected: 'a token where others than this machine can reach the API',
    fix: "add token: '${HOSTLER_ADMIN_TOKEN}', or api: false, which leaves the probes and /metrics open and the rest closed",
  };
}
