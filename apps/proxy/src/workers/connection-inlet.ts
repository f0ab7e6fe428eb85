import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Makes a server serve connections that were accepted elsewhere, and that nobody has read from. It never listens itself.
 * @returns what takes them
 */
export function openInlet(server: Server): (socket: Socket) => void {
  // From this event on it looks after its connections: without it, one that never sends a whole head stays for ever.
  server.emit('listening');
  return (socket) => {
    // As node:http has it for its own: once upgraded, a client may end its side and still listen.
    socket.allowHalfOpen = true;
    server.emit('connection', socket);
  };
}
