import type { Socket } from 'node:net';

/** With this many requests waiting, no more are read until half of them have had their turn. */
const maxWaiting = 64;

/**
 * Counts the requests that a client has sent ahead of their turn, and stops reading its connection when they are many.
 * Node reads on for as long as little is written, so that one connection could fill the memory with requests.
 */
export class RequestQueue {
  readonly #socket: Socket;
  #waiting = 0;
  #isHeld = false;
  #isWatched = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  joined(): void {
    this.#waiting += 1;
    if (this.#waiting < maxWaiting || this.#isHeld) return;
    this.#isHeld = true;
    if (!this.#isWatched) this.#watch();
    // Node has more requests in hand, and would go on reading after each.
    process.nextTick(() => {
      if (this.#isHeld) this.#socket.pause();
    });
  }

  left(): void {
    this.#waiting -= 1;
    if (!this.#isHeld || this.#waiting > maxWaiting / 2) return;
    this.#isHeld = false;
    this.#socket.resume();
  }

  /** Whoever reads the body of a request resumes the connection. */
  #watch(): void {
    this.#isWatched = true;
    this.#socket.on('resume', () => {
      if (this.#isHeld) this.#socket.pause();
    });
  }
}
