import type { Arrival } from './arrival.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { startInstance } from './instance.ts';
import type { Instance } from './instance.ts';

/** How to start a simulated service. */
export interface DownstreamOptions {
  /** One instance for each port; 0 is any free one. @default [0] */
  readonly ports?: readonly number[];
  /** The address to listen on. @default '127.0.0.1' */
  readonly address?: string;
  /** The service's name. @default 'my-service' */
  readonly service?: string;
  /** The instance's name; with several ports the port is added to it. @default service and port: `my-service-9090` */
  readonly instance?: string;
  /** Whether `/_control` and `/_stats` also answer to requests with a Via field. @default false */
  readonly remoteControl?: boolean;
  /** Time. @default the machine's */
  readonly clock?: Clock;
  /** Draws in [0, 1), for conditions that strike at random. @default Math.random */
  readonly random?: () => number;
  /** Is told of each request as soon as its head is here, probes and the operator's pages apart. @default nobody */
  readonly onRequest?: (arrival: Arrival) => void;
  /** Is told of what should not happen. @default a JSON line on stderr */
  readonly onError?: (error: unknown) => void;
}

/** A running simulated service. */
export interface Downstream {
  /** Its instances, in the order of the ports. */
  readonly instances: readonly Instance[];
  /** Stops accepting, ends event streams and WebSockets, lets requests finish for `graceMs` (default 500) and resets
   *  what is left. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

const DEFAULT_GRACE_MS = 500;

/** Starts a simulated service with one instance for each port.
 *  @throws {ListenError} when one of them cannot listen; none is left running then. */
export async function startDownstream(options: DownstreamOptions = {}): Promise<Downstream> {
  const { ports = [0], service = 'my-service', instance } = options;
  const instances: Instance[] = [];
  const close = async (graceMs: number): Promise<void> => {
    await Promise.all(instances.map((started) => started.close(graceMs)));
  };
  try {
    for (const port of ports) {
      instances.push(
        await startInstance({
          port,
          address: options.address ?? '127.0.0.1',
          service,
          nameOf: (bound) =>
            ports.length === 1 && instance !== undefined ? instance : `${instance ?? service}-${bound}`,
          remoteControl: options.remoteControl ?? false,
          clock: options.clock ?? systemClock,
          random: options.random ?? Math.random,
          onRequest: options.onRequest ?? (() => {}),
          onError: options.onError ?? reportOnStderr,
        }),
      );
    }
  } catch (error) {
    await close(0);
    throw error;
  }
  return { instances, close: ({ graceMs = DEFAULT_GRACE_MS } = {}) => close(graceMs) };
}

function reportOnStderr(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ msg: 'error', error: text })}\n`);
}
