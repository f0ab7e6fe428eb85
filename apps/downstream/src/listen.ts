import { Server as NetServer } from 'node:net';
import type { Server } from 'node:net';

/** Where a listener came to listen. */
export interface Listening {
  readonly address: string;
  readonly port: number;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'the port is in use; stop the process that has it, or choose another with -p'],
  ['EACCES', 'this user may not use that port; choose one above 1023'],
  ['EADDRNOTAVAIL', 'this machine has no such address; choose another with -t'],
  ['ENOTFOUND', 'no such address is known; choose another with -t'],
]);

/** A listener that could not be opened: one line that says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Opens a listener.
 *  @throws {ListenError} when the operating system refuses it. */
export function listen(server: Server, port: number, host: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      const reason = REASONS.get(error.code ?? '') ?? error.message;
      reject(new ListenError(`cannot listen on ${host}:${port}: ${reason}`, { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      const bound = server.address();
      if (typeof bound === 'object' && bound !== null) resolve({ address: bound.address, port: bound.port });
    });
  });
}

/** Stops listening at once and leaves the open connections alone.
 *  `http.Server.close` is passed over: it destroys connections whose response is ended but not yet written out. */
export function stopListening(server: Server): void {
  NetServer.prototype.close.call(server);
}
