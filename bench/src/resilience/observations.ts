/** One request of a measurement, as its client and the proxy's log tell it. */
export interface Observation {
  /** Since the fault began; negative before it. @unit ms */
  readonly startedMs: number;
  readonly durationMs: number;
  /** Answered 200. */
  readonly fine: boolean;
  /** Who answered; null for the proxy itself. */
  readonly instance: string | null;
  /** Endpoints tried. With one that fails, and four that do not, more than one means that it was the first. */
  readonly attempts: number;
}

/** Attempts of each request by its path, from the proxy's access lines. */
export function attemptsByPath(log: string): Map<string, number> {
  const attempts = new Map<string, number>();
  for (const line of log.split('\n')) {
    // The line that is being written may be half there.
    const [, path, count] = /"path":"([^"]+)".*"attempts":(\d+)/.exec(line) ?? [];
    if (path !== undefined) attempts.set(path, Number(count));
  }
  return attempts;
}
