import type { Socket } from 'node:net';

/** Closes a connection with a TCP reset. One that is already being closed in good order is closed at once: the
 *  operating system refuses the reset then, and node would leave the connection open for good. */
export function resetSocket(socket: Socket): void {
  if (socket.writable) socket.resetAndDestroy();
  else socket.destroy();
}
