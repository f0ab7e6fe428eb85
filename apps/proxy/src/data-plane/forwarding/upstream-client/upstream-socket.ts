import { Socket } from 'node:net';
import { ReadBuffer } from './read-buffer.ts';

type WriteCallback = (error?: Error | null) => void;

/**
 * A socket that is still read when a write to it has failed. An endpoint may answer early (413, 401) and close while
 * we upload; the kernel still has its answer when our next write fails, but Node destroys the whole socket on a failed
 * write, and the answer with it. Here the failed write never completes instead: `writeError` tells of it, further
 * writes go nowhere, and reading goes on to the end that the closed connection is sure to have.
 *
 * The error is also the only trace of a reset then: Linux reports ECONNRESET once, to whichever of read and write
 * comes first, and the other one sees a clean end.
 */
export class UpstreamSocket extends Socket {
  /** The first write that failed, or null. */
  writeError: NodeJS.ErrnoException | null = null;
  #callback: WriteCallback | null = null;
  // Writable has one write under way at a time, so one callback for all of them will do.
  readonly #written: WriteCallback = (error) => {
    if (error) {
      this.writeError ??= error;
      return;
    }
    const callback = this.#callback;
    this.#callback = null;
    callback?.();
  };

  /** @param onBytes takes what is read, in place of `data` events. */
  constructor(onBytes: (bytes: Buffer) => void) {
    // Half open: a FIN from the endpoint must not end our side before its response was looked at.
    super({ allowHalfOpen: true, noDelay: true, onread: new ReadBuffer(onBytes) });
  }

  override _write(chunk: unknown, encoding: BufferEncoding, callback: WriteCallback): void {
    this.#callback = callback;
    super._write(chunk, encoding, this.#written);
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: WriteCallback): void {
    this.#callback = callback;
    super._writev?.(chunks, this.#written);
  }
}
