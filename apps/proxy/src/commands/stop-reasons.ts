import type { Logger } from 'pino';

/** Signals that end serving. */
export type StopSignal = 'SIGTERM' | 'SIGINT';

/** What comes of the signals that were caught. */
export interface CaughtSignals {
  /** The first one, as soon as it comes, even if nobody has asked for it yet. */
  readonly first: Promise<StopSignal>;
  /** Calls `reload` for each SIGHUP from now on; at once if one has come before. */
  onReload(reload: () => void): void;
  /** Something else ends the process, so that the next signal is a second reason already, and ends it at once. */
  stopping(): void;
}

/**
 * Catches the signals to stop. A second one ends the process at once, with the shell's code for it: whoever sends it
 * does not want to wait. SIGHUP asks for the configuration to be read again, and ends nothing. To be called before
 * anything else is loaded: as PID 1 of a container, a process without handlers ignores SIGTERM, and elsewhere SIGHUP
 * kills it.
 */
export function catchSignals(): CaughtSignals {
  const { promise: first, resolve } = Promise.withResolvers<StopSignal>();
  let isStopping = false;
  const onSignal = (name: StopSignal, number: number): void => {
    if (isStopping) process.exit(128 + number);
    isStopping = true;
    resolve(name);
  };
  let wantsReload = false;
  let reload = (): void => {
    wantsReload = true;
  };
  // On Windows it means that the console is closed: the process ends a few seconds later, whatever it does.
  if (process.platform !== 'win32') process.on('SIGHUP', () => reload());
  process.on('SIGTERM', () => {
    onSignal('SIGTERM', 15);
  });
  process.on('SIGINT', () => {
    onSignal('SIGINT', 2);
  });
  return {
    first,
    onReload: (listener) => {
      reload = () => {
        if (!isStopping) listener();
      };
      if (wantsReload) reload();
    },
    stopping: () => {
      isStopping = true;
    },
  };
}

/**
 * Waits for the first exception, or rejection, that nobody has caught, and writes down this one and all that follow.
 * What state it leaves the process in is not known: it may finish what it has begun and must not begin anything new.
 */
export function nextDefect(logger: Logger): Promise<'defect'> {
  return new Promise((resolve) => {
    // Node reports rejections here too, since nothing listens to those alone.
    process.on('uncaughtException', (error, origin) => {
      logger.fatal({ err: error, origin }, 'a defect in the process');
      resolve('defect');
    });
  });
}
