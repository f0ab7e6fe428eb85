import type { Server } from 'node:http';
import type { Config } from '@hostler/config';
import type { Clock } from '../clock.ts';
import type { DataPlane } from '../data-plane/data-plane.ts';

export interface ShutdownOptions {
  /** Stop accepting at once: nobody has to learn first that this process goes. @default false */
  readonly skipDelay?: boolean;
}

/** How long connections that were cut may take to close. @unit ms */
const closeMs = 1_000;

/**
 * Ends serving without a client noticing: readiness goes off, new requests are still taken for `delay`, those under way
 * may finish within `timeout`, and what is left then is cut.
 */
export async function shutDown(
  plane: DataPlane,
  servers: readonly Server[],
  times: Config['shutdown'],
  clock: Clock,
  options: ShutdownOptions = {},
): Promise<void> {
  plane.draining = true;
  if (options.skipDelay !== true && times.delayMs > 0) await elapsed(clock, times.delayMs);
  plane.stopping = true;
  const closed = servers.map((server) => stopAccepting(server));
  for (const reply of plane.open) reply.goAway();
  await idle(plane, clock, times.timeoutMs);
  for (const reply of plane.open) reply.abandon('shutdown', 'shutdown.timeout');
  for (const server of servers) server.closeAllConnections();
  plane.close();
  // What was cut is written down once its connection has closed.
  await Promise.all([...closed, idle(plane, clock, closeMs)]);
}

function elapsed(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimeout(resolve, delayMs);
  });
}

/** New connections are refused from here on, and those without a request are closed. */
function stopAccepting(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** @returns once no request is open, or after `timeoutMs` */
function idle(plane: DataPlane, clock: Clock, timeoutMs: number): Promise<void> {
  if (plane.open.size === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = clock.setTimeout(resolve, timeoutMs);
    plane.onIdle = () => {
      timer.close();
      resolve();
    };
  });
}
