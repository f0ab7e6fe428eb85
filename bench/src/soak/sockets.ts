import { setTimeout as delay } from 'node:timers/promises';
import type { ProxyProcess } from '../stage/proxy-process.ts';

/** Health checks come and go all the time: what is always there is what the fewest of some looks see. */
const LOOKS = 20;
const BETWEEN_LOOKS_MS = 100;

/** Idle connections to endpoints are closed after four seconds. */
const SETTLE_TIMEOUT_MS = 20_000;

/** Sockets that an idle proxy has open. */
export async function fewestSockets(proxy: Pick<ProxyProcess, 'sockets'>): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < LOOKS; look += 1) {
    fewest = Math.min(fewest, proxy.sockets());
    await delay(BETWEEN_LOOKS_MS);
  }
  return fewest;
}

/** Waits until there are no more than `before`; the fewest that were seen when that takes longer than 20 s. */
export async function waitForSockets(
  proxy: Pick<ProxyProcess, 'sockets'>,
  before: number,
): Promise<{ readonly after: number; readonly settledMs: number }> {
  const startedMs = performance.now();
  let after = proxy.sockets();
  while (after > before && performance.now() - startedMs < SETTLE_TIMEOUT_MS) {
    await delay(BETWEEN_LOOKS_MS);
    after = Math.min(after, proxy.sockets());
  }
  return { after, settledMs: performance.now() - startedMs };
}
