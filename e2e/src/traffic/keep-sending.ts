/** How one request of continuous traffic ended: an answer, or the error that took its place. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** Traffic that goes on until it is stopped. */
export interface Traffic<Answer> {
  /** Resolves when that many more requests have ended. */
  more(count: number): Promise<void>;
  /** Lets the requests under way end, and returns how each one ended, in that order. */
  stop(): Promise<readonly Outcome<Answer>[]>;
}

/** Keeps `workers` requests under way at any time: each worker sends its next one when the last has ended. */
export function keepSending<Answer>(workers: number, sendOne: () => Promise<Answer>): Traffic<Answer> {
  const outcomes: Outcome<Answer>[] = [];
  const waiting = new Set<{ readonly target: number; readonly resolve: () => void }>();
  const stopped = new AbortController();

  const work = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after another is what a worker is
        outcomes.push({ answer: await sendOne() });
      } catch (error) {
        outcomes.push({ error });
      }
      for (const waiter of waiting) {
        if (outcomes.length < waiter.target) continue;
        waiting.delete(waiter);
        waiter.resolve();
      }
    }
  };
  const all = Promise.all(Array.from({ length: workers }, work));

  return {
    more(count) {
      return new Promise((resolve) => {
        waiting.add({ target: outcomes.length + count, resolve });
      });
    },
    async stop() {
      stopped.abort();
      await all;
      return outcomes;
    },
  };
}
