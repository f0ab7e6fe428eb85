/** Signals that end serving. */
export type StopSignal = 'SIGTERM' | 'SIGINT';

/**
 * Waits for the first signal to stop. A second one ends the process at once, with the shell's code for it: whoever
 * sends it does not want to wait.
 */
export function nextSignal(): Promise<StopSignal> {
  return new Promise((resolve) => {
    let stopping = false;
    const onSignal = (name: StopSignal, number: number): void => {
      if (stopping) process.exit(128 + number);
      stopping = true;
      resolve(name);
    };
    process.on('SIGTERM', () => {
      onSignal('SIGTERM', 15);
    });
    process.on('SIGINT', () => {
      onSignal('SIGINT', 2);
    });
  });
}
