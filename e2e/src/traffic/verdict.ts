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

/**
 * The failures while instances stop in good order. One that closes a connection while an order is on its way to it
 * leaves open whether it got it, so that nobody may send it again: these are counted apart.
 */
export function failuresOfStopping(sent: readonly Sent[]): {
  readonly crossed: number;
  readonly unexpected: Record<string, number>;
} {
  const { ['POST failed: 502 connection_terminated']: crossed = 0, ...unexpected } = failures(sent);
  return { crossed, unexpected };
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
export function repeated(
  sent: readonly Sent[],
  instances: readonly Downstream[],
): Promise<Record<string, readonly string[]>> {
  return eventually(async () => repeatedAt(sent, await arrivals(instances)));
}

/**
 * The same, where it is known already which instances each tag reached.
 * @throws Error while an instance is still to tell of a request that it has answered: it comes a moment late
 */
export function repeatedAt(
  sent: readonly Sent[],
  places: ReadonlyMap<string, readonly string[]>,
): Record<string, readonly string[]> {
  const once = others(sent);
  const missing = once.filter(({ tag, result }) => result === 'ok' && !places.has(tag));
  if (missing.length > 0) throw new Error(`${missing.length} requests were answered and never seen`);
  const seen = once.map(({ tag }) => [tag, places.get(tag) ?? []] as const);
  return Object.fromEntries(seen.filter(([, at]) => at.length > 1));
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
