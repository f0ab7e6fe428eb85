import { pino } from 'pino';
import type { Logger } from 'pino';
import { LineBatch } from './line-batch.ts';
import { isoTime } from './iso-time.ts';

/** Lines waiting for a sink that does not take them; what comes beyond is dropped and counted. @unit bytes */
const maxBufferedBytes = 8 * 1024 * 1024;

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
  const sink = pino.destination({ dest: fd, sync: false, minLength: 0, maxLength: maxBufferedBytes });
  const batch = new LineBatch(sink);
  const logger = pino(
    { base: null, timestamp: isoTime(), formatters: { level: (label) => ({ level: label }) } },
    batch,
  );
  let dropped = 0;
  sink.on('drop', (lines: string) => {
    dropped += lines.split('\n').length - 1;
  });
  sink.on('drain', () => {
    if (dropped === 0) return;
    const count = dropped;
    dropped = 0;
    logger.warn({ dropped: count }, 'log lines were dropped: the sink did not keep up');
  });
  // A closed pipe or a full disk is the sink's trouble; serving goes on.
  sink.on('error', () => {});
  return {
    logger,
    write: (line) => {
      batch.write(line);
    },
    close: () =>
      new Promise((resolve) => {
        batch.close();
        const giveUp = setTimeout(resolve, 500);
        sink.flush(() => {
          clearTimeout(giveUp);
          resolve();
        });
      }),
  };
}
