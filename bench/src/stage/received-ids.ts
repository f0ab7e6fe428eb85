/** The ids in the log of an instance, one for each request that reached it and must not be repeated. @see tap.ts */
export function receivedIds(log: string): string[] {
  // A line that was cut when the instance was killed names a request too, but not whole.
  return Array.from(log.matchAll(/^\{"msg":"received","id":"([^"]+)"\}$/gm), ([, id = '']) => id);
}

/** Those that come more than once, each with how often. */
export function repeated(ids: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count > 1));
}
