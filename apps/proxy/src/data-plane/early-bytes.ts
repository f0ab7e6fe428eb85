import type { Duplex } from 'node:stream';

/** What a client may send before its handshake was answered. It should send nothing (RFC 6455 4.1). @unit bytes */
const maxEarlyBytes = 64 * 1024;

/**
 * Reads a connection while its handshake is under way, since only a reader sees that the client has left. What comes is
 * kept for the endpoint.
 */
export class EarlyBytes {
  readonly #socket: Duplex;
  readonly #onEnd: () => void;
  readonly #pieces: Buffer[];
  #length: number;
  readonly #keep = (data: Buffer): void => {
    this.#pieces.push(data);
    this.#length += data.length;
    if (this.#length >= maxEarlyBytes) this.#socket.pause();
  };

  /**
   * @param head what came in one piece with the request's head
   * @param onEnd called when the client ends its side before `take`
   */
  constructor(socket: Duplex, head: Buffer, onEnd: () => void) {
    this.#socket = socket;
    this.#onEnd = onEnd;
    this.#pieces = [head];
    this.#length = head.length;
    socket.on('data', this.#keep);
    socket.once('end', onEnd);
  }

  /** Stops reading. @returns all that came */
  take(): Buffer {
    this.#socket.pause();
    this.#socket.off('data', this.#keep);
    this.#socket.off('end', this.#onEnd);
    return Buffer.concat(this.#pieces);
  }
}
