/** Longer than any instance is paused. */
const LONGEST_SILENCE_MS = 10_000;

/** A stream that has said nothing for too long is open in name only. */
export function silenceOf(stopping: AbortSignal): {
  /** Something was heard. */
  broken(): void;
  /** Resolves after ten seconds without a sign of life, or when all is to stop. */
  readonly tooLong: Promise<void>;
  close(): void;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onStop = (): void => resolve();
  const timer = setTimeout(resolve, LONGEST_SILENCE_MS);
  stopping.addEventListener('abort', onStop);
  return {
    broken: () => timer.refresh(),
    tooLong: promise,
    close() {
      clearTimeout(timer);
      stopping.removeEventListener('abort', onStop);
    },
  };
}
