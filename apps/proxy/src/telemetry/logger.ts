import { pino } from 'pino';
import type { Logger } from 'pino';
import { isoTime } from './iso-time.ts';
import { LineBatch } from './line-batch.ts';
import { openSink } from './sink.ts';

/** How long the last lines may take to be written. @unit ms */
const closeTimeoutMs = 500;

/** Who writes a log, where there are several processes. */
export interface LogWriter {
  /** In every line; `null` for the primary, whose lines say nothing of it. */
  readonly worker: number | null;
}

/** The process's log. Writing never waits: a sink that blocks costs lines, not requests. */
export interface Log {
  readonly logger: Logger;
  /** Writes a line that is put together already, with its newline. */
  readonly write: (line: string) => void;
  /** Writes what is buffered, and waits for it no longer than a moment: a stuck sink must not keep the process. */
  close(): Promise<void>;
}

/**
 * @param fd file descriptor; 1 is stdout
 * @param writer when there are other processes that write to it; `null` when there are none
 */
export function createLog(fd = 1, writer: LogWriter | null = null): Log {
  const sink = openSink(fd, writer !== null);
  const worker = writer?.worker ?? null;
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
    {
      base: worker === null ? null : { worker },
      timestamp: isoTime(),
      formatters: { level: (label) => ({ level: label }) },
    },
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
