import { createServer } from 'node:http';
import { listen } from '../listen.ts';
import type { ListenAddress } from '../listen.ts';
import { createAdminApp } from './admin-app.ts';
import type { AdminParts } from './admin-parts.ts';

/** The admin side's listener. */
export interface AdminServer {
  /** Begins to accept; a second call is the first one's. @throws ListenError, after which it may be tried again */
  open(at: ListenAddress): Promise<void>;
  /** Closes it and all its connections; does nothing when it was never opened. */
  close(): Promise<void>;
}

/** Nothing listens before `open`. */
export function createAdminServer(parts: AdminParts): AdminServer {
  const { logger } = parts;
  const server = createServer(createAdminApp(parts));
  server.on('error', (error) => {
    if (server.listening) logger.error({ err: error, listener: 'admin' }, 'cannot accept a connection');
  });
  let opening: Promise<void> | null = null;

  async function begin(at: ListenAddress): Promise<void> {
    try {
      logger.info({ listener: 'admin', ...(await listen(server, 'admin', at)) }, 'listening');
    } catch (error) {
      opening = null;
      throw error;
    }
  }

  return {
    open(at) {
      opening ??= begin(at);
      return opening;
    },
    async close() {
      if (opening === null) return;
      // What went wrong is for whoever opened it.
      await opening.catch(() => {});
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}
