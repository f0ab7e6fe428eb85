import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** How long a client may go on sending a body that nobody wants any more. nginx's lingering_timeout. @unit ms */
const lingerMs = 5_000;

/**
 * Lets a response that comes before the end of the request reach the client.
 *
 * Closing a socket that holds unread bytes makes the kernel send a reset, and a client that is still sending then loses
 * the response, typically a 413. So the rest of the request is read and dropped for a while (RFC 9112 9.6).
 */
export function closeAfterReading(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  const destroyAtOnce = socket.destroySoon.bind(socket);
  const timer = setTimeout(() => {
    socket.destroy();
  }, lingerMs);
  timer.unref();
  const stop = (): void => {
    clearTimeout(timer);
    socket.destroySoon = destroyAtOnce;
  };
  // Node calls this when the response was the last one on its connection: only the sending side is closed for now.
  socket.destroySoon = () => {
    socket.end();
    if (request.complete) destroyAtOnce();
  };
  request.once('end', () => {
    stop();
    if (response.writableFinished && socket.writableEnded) destroyAtOnce();
  });
  socket.once('close', stop);
  request.resume();
}

/** The same for a connection whose request did not parse: what was written is flushed, what comes is dropped. */
export function lingerBeforeClosing(socket: Duplex): void {
  const timer = setTimeout(() => {
    socket.destroy();
  }, lingerMs);
  timer.unref();
  socket.once('end', () => {
    socket.destroy();
  });
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.resume();
}
