import type { Downstream } from '../stack/downstream.ts';
import { eventually } from './eventually.ts';
import type { Sent } from './load.ts';
import { tally } from './tally.ts';

/** What came of the requests that did not end well, and how often: `{ 'POST failed: 502 connection_refused': 2 }`. */
export function failures(sent: readonly Sent[]): Record<string, number> {
  return tally(
    sent
      .filter(({ result }) => result !== 'ok')
      .map(({ kind, result, reason }) => `${kind.method} ${result}: ${reason}`),
  );
}

/** Those that a proxy may send again: none of them has a reason to fail while somebody can answer. */
export function idempotent(sent: readonly Sent[]): Sent[] {
  return sent.filter((request) => request.isIdempotent);
}

/** Those that it may not, because nobody can know what twice would do. */
export function others(sent: readonly Sent[]): Sent[] {
  return sent.filter((request) => !request.isIdempotent);
}

/** @returns milliseconds of `performance.now()` */
export function endedAt({ startedAt, durationMs }: Sent): number {
  return startedAt + durationMs;
}

/** How many requests each instance answered. */
export function answersByInstance(sent: readonly Sent[]): Record<string, number> {
  return tally(sent.flatMap(({ instance }) => (instance === null ? [] : [instance])));
}

/**
 * The requests that must not be repeated and reached more than one instance, or one of them twice, with where they were
 * seen. Asks all instances, also those that are dead: what they wrote is still there.
 */
export async function repeated(
  sent: readonly Sent[],
  instances: readonly Downstream[],
): Promise<Record<string, readonly string[]>> {
  const once = others(sent);
  return eventually(async () => {
    const seen = await arrivals(instances);
    // The engine hands lines over a moment after they were written: wait for those that cannot be missing.
    const missing = once.filter(({ tag, result }) => result === 'ok' && !seen.has(tag));
    if (missing.length > 0) throw new Error(`${missing.length} requests were answered and never seen`);
    return Object.fromEntries(
      once.flatMap(({ tag }) => {
        const places = seen.get(tag) ?? [];
        return places.length > 1 ? [[tag, places] as const] : [];
      }),
    );
  });
}

/** Which instances each tagged request reached, once for each time. */
export async function arrivals(
  instances: readonly Downstream[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = new Map<string, string[]>();
  const all = await Promise.all(
    instances.map(async (at) => ({ name: at.instance, tags: await at.arrivals() })),
  );
  for (const { name, tags } of all) {
    for (const tag of tags) places.set(tag, [...(places.get(tag) ?? []), name]);
  }
  return places;
}
