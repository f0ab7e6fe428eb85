import { constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { pino } from 'pino';

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

/** @param fd file descriptor of a file, a terminal, a pipe or a socket */
export function openSink(fd: number): Sink {
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket() ? new StreamSink(openStream(fd, kind.isFIFO())) : new FileSink(fd);
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
