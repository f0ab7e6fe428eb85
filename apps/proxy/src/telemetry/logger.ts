import { pino } from 'pino';
import type { Logger } from 'pino';
import { isoTime } from './iso-time.ts';
import { LineBatch } from './line-batch.ts';
import { openSink } from './sink.ts';

/** How long the last lines may take to be written. @unit ms */
const closeTimeoutMs = 500;

/** The process's log. Writing never waits: a sink that blocks costs lines, not requests. */
export interface Log {
  readonly logger: Logger;
  /** Writes a line that is put together already, with its newline. */
  readonly write: (line: string) => void;
  /** Writes what is buffered, and waits for it no longer than a moment: a stuck sink must not keep the process. */
  close(): Promise<void>;
}

/** @param fd file descriptor; 1 is stdout */
export function createLog(fd = 1): Log {
  const sink = openSink(fd);
  let dropped = 0;
  const batch = new LineBatch((lines) => {
    if (!sink.write(lines)) {
      dropped += lines.split('\n').length - 1;
    } else if (dropped > 0) {
      logger.warn({ dropped }, 'log lines were dropped: nobody takes them fast enough');
      dropped = 0;
    }
  });
  const logger = pino(
    { base: null, timestamp: isoTime(), formatters: { level: (label) => ({ level: label }) } },
    batch,
  );
  return {
    logger,
    write: (line) => {
      batch.write(line);
    },
    close: () =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(giveUp);
          sink.destroy();
          resolve();
        };
        const giveUp = setTimeout(done, closeTimeoutMs);
        batch.close();
        sink.flush(done);
      }),
  };
}
