import type { Server } from 'node:net';

/** Where a listener accepts, in the configuration's words. Port 0 is any free port. */
export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

/** A listener that cannot be opened; the message is one line for a person. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Begins to accept. @returns the address with its real port. @throws ListenError */
export function listen(server: Server, name: string, at: ListenAddress): Promise<ListenAddress> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      reject(new ListenError(explain(name, at, error)));
    };
    const onListening = (): void => {
      server.off('error', onError);
      const bound = server.address();
      // A pipe's name, which a TCP listener never has, or nothing, once it is closed.
      if (bound === null || typeof bound === 'string')
        reject(new ListenError(`${name} listener: closed while opening`));
      else resolve({ address: bound.address, port: bound.port });
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host: at.address, port: at.port });
  });
}

function explain(name: string, { address, port }: ListenAddress, error: NodeJS.ErrnoException): string {
  const where = `${name} listener ${address.includes(':') ? `[${address}]` : address}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where}: the port is in use. Stop what uses it (ss -ltnp 'sport = :${port}' names it), or set another port.`;
    case 'EACCES':
      return `${where}: not permitted. Ports below 1024 need privileges; use a port from 1024 on.`;
    case 'EADDRNOTAVAIL':
      return `${where}: this machine has no such address. Use one of its own, or 0.0.0.0 for all of them.`;
    default:
      return `${where}: ${error.message}`;
  }
}
