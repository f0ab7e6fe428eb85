import { createServer } from 'node:net';

/** Whether a listener could be opened there just now. */
export function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, address, () => {
      server.close(() => resolve(true));
    });
  });
}
