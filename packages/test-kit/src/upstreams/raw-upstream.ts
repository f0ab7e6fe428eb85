import { createServer } from 'node:net';
import { ListeningUpstream } from './listen.ts';
import type { Upstream } from './listen.ts';
import { ConnectionClosed, RawConnection } from './raw-connection.ts';

/** What an upstream does on each of its connections. What it throws, save `ConnectionClosed`, comes out of `close`. */
export type ConnectionScript = (connection: RawConnection) => Promise<void> | void;

/** An upstream that speaks no protocol by itself. */
export interface RawUpstream extends Upstream {
  /** All connections so far, in the order of accepting. */
  readonly connections: readonly RawConnection[];
  /** The connection with this index, once it was accepted. */
  connection(index: number): Promise<RawConnection>;
  /** @throws AggregateError with what the scripts threw. */
  close(): Promise<void>;
}

/**
 * Starts an upstream that runs `script` on every connection:
 *
 *     await rawUpstream(async (connection) => {
 *       await connection.head();
 *       await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab');
 *       connection.reset();
 *     });
 *
 * After its script a connection drops what still comes, and closes when the client does.
 */
export async function rawUpstream(script: ConnectionScript): Promise<RawUpstream> {
  const connections: RawConnection[] = [];
  const waiting = new Set<() => void>();
  const errors: unknown[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = new RawConnection(socket, connections.length);
    connections.push(connection);
    for (const wake of waiting) wake();
    waiting.clear();
    runScript(script, connection).catch((error: unknown) => {
      errors.push(error);
      socket.destroy();
    });
  });
  const upstream = await ListeningUpstream.on(server);

  return {
    address: upstream.address,
    port: upstream.port,
    origin: upstream.origin,
    connections,
    get accepted() {
      return upstream.accepted;
    },
    get open() {
      return upstream.open;
    },
    allClosed: () => upstream.allClosed(),
    async connection(index) {
      for (;;) {
        const connection = connections[index];
        if (connection !== undefined) return connection;
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
    },
    async close() {
      await upstream.close();
      if (errors.length > 0) throw new AggregateError(errors, 'scripts of a raw upstream failed');
    },
  };
}

/** An upstream that takes connections and requests and never says a word. */
export function silentUpstream(): Promise<RawUpstream> {
  return rawUpstream((connection) => connection.drain());
}

async function runScript(script: ConnectionScript, connection: RawConnection): Promise<void> {
  try {
    await script(connection);
  } catch (error) {
    // That the client went away is for the test to look at, not for the script.
    if (!(error instanceof ConnectionClosed)) throw error;
  }
  await connection.drain();
  connection.close();
}
