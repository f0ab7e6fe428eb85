import { pid } from 'node:process';
import type { Arrival } from './arrival.ts';
import type { Clock } from './clock.ts';
import { Connections } from './connections.ts';
import type { Condition } from './control/condition.ts';
import { ConditionHolder } from './control/condition-holder.ts';
import { readOrder } from './control/read-order.ts';
import type { Identity } from './identity.ts';
import { listen, stopListening } from './listen.ts';
import { createInstanceServer, serve } from './serve.ts';
import { Stats } from './stats.ts';
import type { StatsSnapshot } from './stats.ts';

/** A running instance of the simulated service. */
export interface Instance extends Identity {
  /** Where to reach it, without a slash at the end: `http://127.0.0.1:9090`. */
  readonly url: string;
  /** What `/_stats` tells. */
  stats(): StatsSnapshot;
  /** Sets its condition, with the same orders as `POST /_control`: `{ state: 'down', for: '10s' }`.
   *  @throws {RangeError} when the order is none. */
  control(order: Readonly<Record<string, unknown>>): void;
  /** Stops accepting, ends its streams, lets requests finish for `graceMs` and then resets what is left. */
  close(graceMs: number): Promise<void>;
}

/** What an instance is started with. */
export interface InstanceSettings {
  readonly port: number;
  readonly address: string;
  readonly service: string;
  /** The instance's name, given the port that it came to listen on. */
  readonly nameOf: (port: number) => string;
  readonly remoteControl: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onRequest: (arrival: Arrival) => void;
  readonly onError: (error: unknown) => void;
}

/** Starts one instance.
 *  @throws {ListenError} when it cannot listen. */
export async function startInstance(settings: InstanceSettings): Promise<Instance> {
  const { clock, random, onError } = settings;
  const server = createInstanceServer();
  const stats = new Stats();
  const connections = new Connections(stats.connections);
  const closing = new AbortController();
  server.on('connection', (socket) => connections.add(socket));

  const listening = await listen(server, settings.port, settings.address);
  const identity: Identity = {
    service: settings.service,
    instance: settings.nameOf(listening.port),
    ...listening,
    pid,
  };
  const condition = new ConditionHolder(clock, ({ state }: Condition) => {
    if (state === 'refusing') stopListening(server);
    else if (!server.listening && !closing.signal.aborted) {
      listen(server, identity.port, identity.address).catch(onError);
    }
  });
  const { remoteControl, onRequest } = settings;
  const context = {
    identity,
    clock,
    random,
    remoteControl,
    onRequest,
    stats,
    connections,
    condition,
    closing: closing.signal,
  };
  const closeWebSockets = serve(server, context, onError);

  return {
    ...identity,
    url: `http://${identity.address.includes(':') ? `[${identity.address}]` : identity.address}:${identity.port}`,
    stats: () => stats.snapshot(),
    control(order) {
      const parsed = readOrder(order, random);
      if ('expected' in parsed) throw new RangeError(`expected ${parsed.expected}`);
      condition.set(parsed.value);
      const { state } = parsed.value.condition;
      if (state === 'down' || state === 'refusing') connections.resetAll();
    },
    async close(graceMs) {
      closing.abort();
      condition.close();
      closeWebSockets();
      stopListening(server);
      connections.closeIdle();
      const finished = new AbortController();
      const allClosed = connections.allClosed().then(() => finished.abort());
      if (await clock.sleep(graceMs, finished.signal)) connections.resetAll();
      await allClosed;
    },
  };
}
