import type { Attempt } from '../attempt.ts';
import { Recorder } from './recorder.ts';

/** Sends `totalBytes` in pieces as the connection takes them, from `ready` on. */
export class Uploading extends Recorder {
  #left: number;
  readonly #piece: Buffer;
  #attempt: Attempt | null = null;
  #isStopped = false;

  constructor(totalBytes: number, pieceBytes = 65_536) {
    super();
    this.#left = totalBytes;
    this.#piece = Buffer.alloc(pieceBytes, 'u');
    this.onEvent = (name) => {
      if (name === 'end' || name === 'failed') this.#isStopped = true;
      if (name === 'ready' || name === 'drained') this.#pump();
    };
  }

  /** The attempt that this is the handler of. */
  sendTo(attempt: Attempt): this {
    this.#attempt = attempt;
    return this;
  }

  #pump(): void {
    const attempt = this.#attempt;
    if (attempt === null) throw new Error('sendTo() comes before ready');
    while (this.#left > 0 && !this.#isStopped) {
      const piece = this.#piece.subarray(0, this.#left);
      this.#left -= piece.length;
      if (!attempt.write(piece)) return;
    }
    if (this.#left === 0) attempt.endBody([]);
  }
}
