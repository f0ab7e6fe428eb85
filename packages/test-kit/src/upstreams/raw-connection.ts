import type { Socket } from 'node:net';

/** The other side closed, or reset, the connection while a script waited for more of it. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/** One accepted connection, to be read and written byte by byte. */
export class RawConnection {
  readonly socket: Socket;
  /** Place in the order of accepting, from 0. */
  readonly index: number;
  /** Resolves when the socket is closed, however that came about. */
  readonly closed: Promise<void>;
  /** The errno name of what broke the connection, such as `ECONNRESET`; null while nothing did. */
  errorCode: string | null = null;
  /** Bytes read so far, taken by the script or not. */
  bytesReceived = 0;
  /** What was read and not taken; joined only when a script looks at it, so that large bodies stay cheap. */
  #pieces: Buffer[] = [];
  #available = 0;
  #isReading = false;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket, index: number) {
    this.socket = socket;
    this.index = index;
    socket.setNoDelay(true);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code ?? error.message;
    });
    socket.on('end', () => this.#finish());
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#finish();
        resolve();
      });
    });
  }

  /** Takes a request head, blank line included, as latin1. @throws ConnectionClosed if it never gets complete. */
  head(): Promise<string> {
    return this.until('\r\n\r\n');
  }

  /** Takes everything up to and with `marker`, as latin1. @throws ConnectionClosed if it never comes. */
  async until(marker: string): Promise<string> {
    const taken = await this.#takeWhen(() => {
      const at = this.#joined().indexOf(marker, 0, 'latin1');
      return at === -1 ? null : at + marker.length;
    });
    return taken.toString('latin1');
  }

  /** Takes as many bytes as asked for. @throws ConnectionClosed if fewer come. */
  bytes(length: number): Promise<Buffer> {
    return this.#takeWhen(() => (this.#available >= length ? length : null));
  }

  /** Takes what is there, and waits when nothing is: the bytes of one read when called before they come. */
  some(): Promise<Buffer> {
    return this.#takeWhen(() => (this.#available > 0 ? this.#available : null));
  }

  /** Takes everything that comes until the other side's end. */
  rest(): Promise<Buffer> {
    return this.#takeWhen(() => (this.#ended ? this.#available : null));
  }

  /** Reads and drops everything until the other side's end. */
  async drain(): Promise<void> {
    while (!this.#ended) {
      this.#read();
      await this.#more();
      this.#pieces = [];
      this.#available = 0;
    }
  }

  /** Sends latin1 text or bytes. @returns when they were handed to the kernel, or the connection broke. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data, () => resolve());
    });
  }

  /** Sends the last bytes and a FIN; the other direction stays open. */
  end(data: string | Uint8Array = ''): void {
    this.socket.end(typeof data === 'string' ? Buffer.from(data, 'latin1') : data);
  }

  /** Closes at once: a FIN, or a RST if there are bytes that were not read. */
  close(): void {
    this.socket.destroy();
  }

  /** Sends a RST. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  async #takeWhen(lengthToTake: () => number | null): Promise<Buffer> {
    this.#read();
    for (;;) {
      const length = lengthToTake();
      if (length !== null) return this.#take(length);
      if (this.#ended) throw new ConnectionClosed(`closed after ${this.bytesReceived} bytes`);
      await this.#more();
    }
  }

  /** Reading starts with the first call that wants bytes, so that a script may leave the client's bytes unread. */
  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.socket.on('data', (data: Buffer) => {
      this.bytesReceived += data.length;
      this.#pieces.push(data);
      this.#available += data.length;
      this.#notify();
    });
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #joined(): Buffer {
    const [first] = this.#pieces;
    const joined = first !== undefined && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    this.#pieces = [joined];
    return joined;
  }

  #take(length: number): Buffer {
    const joined = this.#joined();
    this.#pieces = [joined.subarray(length)];
    this.#available -= length;
    return joined.subarray(0, length);
  }

  #finish(): void {
    this.#ended = true;
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
