import { pino } from 'pino';
import type { Logger } from 'pino';

/** Lines waiting for a sink that does not take them; what comes beyond is dropped and counted. @unit bytes */
const maxBufferedBytes = 8 * 1024 * 1024;
/** Lines are written together, this many bytes at a time. @unit bytes */
const batchBytes = 8 * 1024;
/** A line waits at most this long for others. @unit ms */
const flushMs = 100;

/** The process's log. Writing never waits: a sink that blocks costs lines, not requests. */
export interface Log {
  readonly logger: Logger;
  /** Writes what is buffered, and waits for it no longer than a moment: a stuck sink must not keep the process. */
  close(): Promise<void>;
}

/** @param fd file descriptor; 1 is stdout */
export function createLog(fd = 1): Log {
  const destination = pino.destination({
    dest: fd,
    sync: false,
    minLength: batchBytes,
    maxLength: maxBufferedBytes,
  });
  let dropped = 0;
  destination.on('drop', () => {
    dropped += 1;
  });
  // A closed pipe (EPIPE) or a full disk is the sink's trouble; serving goes on.
  destination.on('error', () => {});
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const timer = setInterval(() => {
    destination.flush();
    if (dropped > 0) {
      const count = dropped;
      dropped = 0;
      logger.warn({ dropped: count }, 'log lines dropped: the sink does not keep up');
    }
  }, flushMs);
  timer.unref();
  return {
    logger,
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        const giveUp = setTimeout(resolve, 500);
        destination.flush(() => {
          clearTimeout(giveUp);
          resolve();
        });
      }),
  };
}
