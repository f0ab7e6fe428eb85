import type { Duplex } from 'node:stream';
import { FrameFollower } from './frame-follower.ts';

/**
 * One way through a tunnel: passes on what comes, at the pace of who takes it, and can put a frame of ours behind a
 * whole one of theirs.
 */
export class Direction {
  /** What came and was passed on. @unit bytes */
  bytes = 0;
  /** The same with our own frame. @unit bytes */
  written = 0;
  readonly #from: Duplex;
  readonly #to: Duplex;
  readonly #frames = new FrameFollower();
  readonly #onData: () => void;
  /** To be sent as soon as no frame is under way. */
  #lastFrame: Buffer | null = null;
  /** Nothing more is passed on; what still comes is read and dropped, so that the end behind it is seen. */
  #closed = false;

  /** @param onData called for whatever comes, before it is passed on */
  constructor(from: Duplex, to: Duplex, onData: () => void) {
    this.#from = from;
    this.#to = to;
    this.#onData = onData;
  }

  /** Written and taken by the kernel. @unit bytes */
  get delivered(): number {
    return this.written - this.#to.writableLength;
  }

  /** @param first what came before, with the handshake */
  start(first: Buffer): void {
    this.#from.on('data', (data: Buffer) => {
      this.#received(data);
    });
    this.#from.once('end', () => {
      this.#close(null);
    });
    this.#to.on('drain', () => {
      this.#from.resume();
    });
    if (first.length > 0) this.#received(first);
    if (!this.#to.writableNeedDrain) this.#from.resume();
  }

  /**
   * Sends a last frame behind the one that is under way, and ends this direction. Where a close frame went through
   * already, nothing may follow it (RFC 6455 5.5.1), and its sender is about to end the direction itself.
   */
  endWith(frame: Buffer): void {
    this.#lastFrame = frame;
    if (this.#frames.betweenFrames) this.#sendLastFrame(frame);
  }

  #received(data: Buffer): void {
    this.#onData();
    if (this.#closed) return;
    const last = this.#lastFrame;
    const passed = last === null ? data : data.subarray(0, this.#frames.bytesOfCurrentFrame(data));
    if (passed.length > 0) this.#pass(passed);
    if (last !== null && this.#frames.betweenFrames) this.#sendLastFrame(last);
  }

  #pass(data: Buffer): void {
    this.#frames.follow(data);
    this.bytes += data.length;
    this.written += data.length;
    if (this.#to.writable && !this.#to.write(data)) this.#from.pause();
  }

  #sendLastFrame(frame: Buffer): void {
    if (!this.#frames.closeFrameSeen) this.#close(frame);
  }

  #close(lastFrame: Buffer | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.written += lastFrame?.length ?? 0;
    if (lastFrame === null) this.#to.end();
    else this.#to.end(lastFrame);
    this.#from.resume();
  }
}
