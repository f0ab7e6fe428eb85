import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { AttachedServer } from './attached-server.ts';

function scene(listening: boolean): { server: Server; lines: unknown[] } {
  const server = createServer();
  const lines: unknown[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
  Object.defineProperty(server, 'listening', { value: listening });
  new AttachedServer(server, logger).endConnections();
  return { server, lines };
}

/** As libuv reports that no file descriptor is left. */
const noDescriptor = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });

describe('an error of a server that a proxy is attached to', () => {
  it('is written down while it listens, and serving goes on', () => {
    const { server, lines } = scene(true);
    server.emit('error', noDescriptor);
    expect(lines).toMatchObject([
      { level: 50, listener: 'main', msg: 'cannot accept a connection', err: { message: 'accept EMFILE' } },
    ]);
  });

  it("that keeps it from listening is its owner's", () => {
    const { server, lines } = scene(false);
    const heard: unknown[] = [];
    server.on('error', (error) => heard.push(error));
    server.emit('error', noDescriptor);
    expect(heard).toEqual([noDescriptor]);
    expect(lines).toEqual([]);
  });

  it('that keeps it from listening is thrown when nobody else hears it, as without a proxy', () => {
    const { server } = scene(false);
    expect(() => server.emit('error', noDescriptor)).toThrow('accept EMFILE');
  });
});
