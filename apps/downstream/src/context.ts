import type { Arrival } from './arrival.ts';
import type { Clock } from './clock.ts';
import type { Connections } from './connections.ts';
import type { ConditionHolder } from './control/condition-holder.ts';
import type { Identity } from './identity.ts';
import type { Stats } from './stats.ts';

/** What the pages and behaviours of an instance know of it. */
export interface InstanceContext {
  readonly identity: Identity;
  readonly clock: Clock;
  /** Draws in [0, 1). */
  readonly random: () => number;
  /** Whether `/_control` and `/_stats` also answer to requests that came through a proxy. */
  readonly remoteControl: boolean;
  /** Is told of each request for the service, as soon as its head is here. */
  readonly onRequest: (arrival: Arrival) => void;
  readonly stats: Stats;
  readonly connections: Connections;
  readonly condition: ConditionHolder;
  /** Aborts when the instance begins to shut down. */
  readonly closing: AbortSignal;
}
