import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';

/** How long a client may go on sending what nobody wants any more. nginx's lingering_timeout. @unit ms */
const lingerMs = 5_000;

/**
 * Ends a connection in a way that lets the last response arrive: our half at once, the other half when the client closes
 * it, or after `lingerMs`. What comes until then is read and dropped (RFC 9112 9.6).
 *
 * Closing a socket that holds unread bytes makes the kernel send a reset, and a client that is still sending then loses
 * the response, typically a 413.
 */
export function linger(socket: Duplex, clock: Clock): void {
  // With both halves closed the socket destroys itself.
  socket.end();
  dropBytes(socket);
  destroyLater(socket, clock);
}

/** Node would make requests of them, for which nobody waits and which fill the memory. */
function dropBytes(socket: Duplex): void {
  // This takes the socket from Node's parser, which reads past its stream; what is left then is the parser's own listener.
  socket.on('data', drop);
  socket.removeAllListeners('data');
  socket.removeAllListeners('resume');
  socket.on('data', drop);
  socket.resume();
}

function drop(): void {}

/** Makes Node close the connection like that when the response to this request is done. */
export function lingerAfterResponse({ socket, complete }: IncomingMessage, clock: Clock): void {
  if (complete) dropBytes(socket);
  // Node calls this after the last response on a connection.
  socket.destroySoon = () => {
    linger(socket, clock);
  };
}

/** Reads and drops the rest of a request, so that another one may follow; for no longer than `lingerMs`. */
export function dropRest(request: IncomingMessage, clock: Clock): void {
  const stop = destroyLater(request.socket, clock);
  request.once('end', stop);
  request.resume();
}

/** @returns what calls it off */
function destroyLater(socket: Duplex, clock: Clock): () => void {
  const timer = clock.setTimeout(() => {
    socket.destroy();
  }, lingerMs);
  const stop = (): void => {
    timer.close();
    socket.off('close', stop);
  };
  socket.once('close', stop);
  return stop;
}
