import { constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { wholeLines } from './whole-lines.ts';

/** Lines waiting for somebody to take them; what comes beyond is dropped. @unit bytes */
const maxBufferedBytes = 8 * 1024 * 1024;

/** Where log lines go. Writing never waits. */
export interface Sink {
  /** @param lines whole lines, with their newlines  @returns false when they were dropped */
  write(lines: string): boolean;
  /** Calls back when everything is written. */
  flush(done: () => void): void;
  /** Gives up what is not written. */
  destroy(): void;
}

/**
 * @param fd file descriptor of a file, a terminal, a pipe or a socket
 * @param isShared other processes write to it too: lines do not run into theirs
 */
export function openSink(fd: number, isShared: boolean): Sink {
  const kind = fstatSync(fd);
  if (!kind.isFIFO() && !kind.isSocket()) return new FileSink(fd);
  const stream = openStream(fd, kind.isFIFO());
  return isShared ? new SharedStreamSink(stream) : new StreamSink(stream);
}

/**
 * A pipe or a socket, written without blocking. As a file it would, once full, hold one of the few threads that do the
 * file system's and the resolver's work, and the process's exit with it.
 */
class StreamSink implements Sink {
  readonly #stream: Socket;

  constructor(stream: Socket) {
    this.#stream = stream;
    // A reader that has gone is the reader's trouble; serving goes on.
    stream.on('error', () => {});
    stream.unref();
  }

  write(lines: string): boolean {
    const hasRoom = this.#stream.writable && this.#stream.writableLength + lines.length <= maxBufferedBytes;
    if (hasRoom) this.#stream.write(lines);
    return hasRoom;
  }

  flush(done: () => void): void {
    if (this.#stream.writable) this.#stream.write('', done);
    else done();
  }

  destroy(): void {
    this.#stream.destroy();
  }
}

/**
 * A pipe or a socket that several processes write to. Each piece is written alone, when the one before is, since what
 * waits in a stream would be written together, and so cut wherever the pipe is full.
 */
class SharedStreamSink implements Sink {
  readonly #stream: Socket;
  readonly #waiting: Buffer[] = [];
  readonly #onEmpty: (() => void)[] = [];
  #waitingBytes = 0;
  #isWriting = false;

  constructor(stream: Socket) {
    this.#stream = stream;
    stream.on('error', () => {
      this.#giveUp();
    });
    stream.unref();
  }

  write(lines: string): boolean {
    const bytes = Buffer.from(lines);
    if (!this.#stream.writable || this.#waitingBytes + bytes.length > maxBufferedBytes) return false;
    for (const piece of wholeLines(bytes)) this.#waiting.push(piece);
    this.#waitingBytes += bytes.length;
    if (!this.#isWriting) this.#next();
    return true;
  }

  flush(done: () => void): void {
    if (this.#isWriting) this.#onEmpty.push(done);
    else done();
  }

  destroy(): void {
    this.#stream.destroy();
    this.#giveUp();
  }

  readonly #next = (): void => {
    const piece = this.#waiting.shift();
    this.#isWriting = piece !== undefined;
    if (piece === undefined) {
      for (const done of this.#onEmpty.splice(0)) done();
      return;
    }
    this.#waitingBytes -= piece.length;
    this.#stream.write(piece, (error) => {
      if (!(error instanceof Error)) this.#next();
    });
  };

  #giveUp(): void {
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#next();
  }
}

/** A file or a terminal, which take what they get. */
class FileSink implements Sink {
  readonly #file: ReturnType<typeof pino.destination>;
  #isFull = false;

  constructor(fd: number) {
    this.#file = pino.destination({ dest: fd, sync: false, minLength: 1, maxLength: maxBufferedBytes });
    this.#file.on('drop', () => {
      this.#isFull = true;
    });
    // A full disk is the disk's trouble; serving goes on.
    this.#file.on('error', () => {});
  }

  write(lines: string): boolean {
    this.#isFull = false;
    // Tells of a drop while it is called.
    this.#file.write(lines);
    return !this.#isFull;
  }

  flush(done: () => void): void {
    this.#file.flush(() => {
      done();
    });
  }

  destroy(): void {
    this.#file.destroy();
  }
}

/** A pipe is opened anew, so that others who write to it do not find it changed. */
function openStream(fd: number, isPipe: boolean): Socket {
  return new Socket({ fd: isPipe ? reopen(fd) : fd, readable: false, writable: true });
}

function reopen(fd: number): number {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // No /proc, or nobody at the other end.
    return fd;
  }
}
