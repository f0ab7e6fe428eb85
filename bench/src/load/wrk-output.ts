import type { LoadResult } from './load.ts';

const US_PER_UNIT: Readonly<Record<string, number>> = { us: 1, ms: 1e3, s: 1e6, m: 60e6, h: 3600e6 };

/** Reads what `wrk --latency` prints (wrk 4). @throws when a line that is always there is missing */
export function parseWrkOutput(text: string): LoadResult {
  const [, requests] = find(text, /^\s*(\d+) requests in /m);
  const [, perSecond] = find(text, /^Requests\/sec:\s*([\d.]+)/m);
  return {
    requests: Number(requests),
    requestsPerSecond: Number(perSecond),
    p50Us: percentile(text, 50),
    p99Us: percentile(text, 99),
    // Both lines are only printed when there is something to say.
    badStatuses: Number(/^\s*Non-2xx or 3xx responses: (\d+)/m.exec(text)?.[1] ?? 0),
    socketErrors: socketErrors(text),
  };
}

function percentile(text: string, percent: number): number {
  const [, value, unit] = find(
    text,
    new RegExp(String.raw`^\s*${percent}%\s+([\d.]+)(us|ms|s|m|h)\s*$`, 'm'),
  );
  return Number(value) * (US_PER_UNIT[unit ?? ''] ?? Number.NaN);
}

function socketErrors(text: string): number {
  const line = /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/m.exec(text);
  return line === null ? 0 : line.slice(1).reduce((sum, count) => sum + Number(count), 0);
}

function find(text: string, pattern: RegExp): RegExpExecArray {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`no ${pattern.source} in the output of wrk:\n${text}`);
  return match;
}
