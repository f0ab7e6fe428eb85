/** Traffic that goes on until it is stopped, or the limit of its requests is reached. */
export interface Traffic<Ended> {
  /** Resolves when that many more requests have ended. */
  more(count: number): Promise<void>;
  /** Resolves with the next request that ends in such a way. */
  until(matches: (ended: Ended) => boolean): Promise<Ended>;
  /** Lets the requests under way end, and returns how each one ended, in that order. Safe to call more than once. */
  stop(): Promise<readonly Ended[]>;
}

/** What ends a wait that would else last as long as its test. */
const LIMIT = 50_000;

interface Waiter<Ended> {
  /** Whether the request that has just ended is what was waited for. */
  readonly isDone: (ended: Ended) => boolean;
  readonly resolve: (ended: Ended) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Keeps `workers` requests under way at any time: each worker sends its next one when the last has ended. `sendOne` never
 * rejects: whatever becomes of a request is a way for it to end.
 */
export function keepSending<Ended>(
  workers: number,
  sendOne: () => Promise<Ended>,
  limit = LIMIT,
): Traffic<Ended> {
  const all: Ended[] = [];
  const waiting = new Set<Waiter<Ended>>();
  const stopped = new AbortController();

  const work = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one after another is what a worker is
      const ended = await sendOne();
      all.push(ended);
      for (const waiter of waiting) {
        if (!waiter.isDone(ended)) continue;
        waiting.delete(waiter);
        waiter.resolve(ended);
      }
      if (all.length >= limit) end(`what was waited for did not come within ${limit} requests`);
    }
  };

  const end = (reason: string): void => {
    stopped.abort();
    for (const { reject } of waiting) reject(new Error(reason));
    waiting.clear();
  };

  const wait = (isDone: (ended: Ended) => boolean): Promise<Ended> =>
    new Promise((resolve, reject) => {
      if (stopped.signal.aborted) reject(new Error('the traffic has ended'));
      else waiting.add({ isDone, resolve, reject });
    });

  const allEnded = Promise.all(Array.from({ length: workers }, work));
  return {
    async more(count) {
      const target = all.length + count;
      await wait(() => all.length >= target);
    },
    until: wait,
    async stop() {
      end('the traffic was stopped');
      await allEnded;
      return all;
    },
  };
}
