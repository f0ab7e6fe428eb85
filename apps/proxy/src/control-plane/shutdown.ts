import type { Config } from '@hostler/config';
import type { Clock } from '../clock.ts';
import type { DataPlane } from '../data-plane/data-plane.ts';
import type { AttachedServer } from './attached-server.ts';

/** How long the last answers, to those who could not be served in time, may take to be sent. @unit ms */
const farewellMs = 500;

export interface ShutdownOptions {
  /** Stop accepting at once: nobody has to learn first that this process goes. @default false */
  readonly skipDelay?: boolean;
}

/**
 * Ends serving without a client noticing: readiness goes off, new requests are still taken for `delay`, those under way
 * may finish within `timeout`, and what is left then is cut.
 */
export async function shutDown(
  plane: DataPlane,
  servers: readonly AttachedServer[],
  times: Config['shutdown'],
  clock: Clock,
  options: ShutdownOptions = {},
): Promise<void> {
  announceShutdown(plane, servers);
  if (options.skipDelay !== true && times.delayMs > 0) await elapsed(clock, times.delayMs);
  await finishServing(plane, servers, times.timeoutMs, clock);
}

/** Readiness goes off, and every response ends its connection. New requests are still taken. */
export function announceShutdown(plane: DataPlane, servers: readonly AttachedServer[]): void {
  plane.draining = true;
  for (const server of servers) server.endConnections();
}

/** Takes nothing new. What is under way may finish within the timeout, and what is left then is cut. */
export async function finishServing(
  plane: DataPlane,
  servers: readonly AttachedServer[],
  timeoutMs: number,
  clock: Clock,
): Promise<void> {
  plane.stopping = true;
  const closed = servers.map((server) => server.stopAccepting());
  for (const request of plane.open) request.goAway();
  await settled([plane.idle(), ...servers.map((server) => server.answered())], clock, timeoutMs);

  for (const request of plane.open) request.abandon('shutdown', 'shutdown.timeout');
  await settled([plane.idle()], clock, farewellMs);
  for (const server of servers) server.closeConnections();
  plane.close();
  await Promise.all(closed);
}

export function elapsed(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimeout(resolve, delayMs);
  });
}

/** @returns once all of it has happened, or after `timeoutMs` */
export async function settled(all: readonly Promise<void>[], clock: Clock, timeoutMs: number): Promise<void> {
  const { promise: timedOut, resolve: giveUp } = Promise.withResolvers<void>();
  const timer = clock.setTimeout(giveUp, timeoutMs);
  if (timeoutMs === 0) giveUp();
  await Promise.race([timedOut, Promise.all(all)]);
  timer.close();
}
