import type { Launcher } from './os/launcher.ts';

/** What a contender gets to start with. */
export interface StartContext {
  /** Ports of the identical upstream instances on 127.0.0.1. One that cannot balance uses the first. */
  readonly upstreamPorts: readonly [number, ...number[]];
  /** An empty folder of this start: configs, access logs. Removed by the bench. */
  readonly directory: string;
  /** Starts a process on the proxy's core, and ends it with the bench. */
  readonly launch: Launcher;
  /** Node contenders write a V8 CPU profile here when they end. @default null: no profile */
  readonly profileDirectory: string | null;
}

/** A started contender. */
export interface RunningContender {
  /** Where it accepts, on 127.0.0.1. */
  readonly port: number;
  /** All its processes, children included, at the time of the call. */
  pids(): readonly number[];
  /** The file its access log grows in; null if it writes none. The bench empties it between runs. */
  readonly accessLog: string | null;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** What a contender does for its CPU time, so that a row can be read fairly. */
export interface Features {
  /** Chooses a service by Host and refuses unknown ones. */
  readonly routesByHost: boolean;
  /** Spreads requests over all the upstream instances. */
  readonly balances: boolean;
  /** Writes a line a request into a file. */
  readonly accessLog: boolean;
}

/** One proxy in the comparison. A new contender is one file in `contenders/` and one line in its index. */
export interface Contender {
  /** Stable name: `--only`, the JSON file, the table. */
  readonly name: string;
  readonly features: Features;
  /** How it is set up, in one sentence for the reader of the table. */
  readonly setup: string;
  /** Why it cannot run here, or null if it can. */
  unavailable(): string | null;
  /** Version of what is measured, as its vendor writes it. */
  version(): string;
  /** Work that is done once before the first start, like a build. */
  prepare?(): void;
  /** @throws when it does not accept connections in time */
  start(context: StartContext): Promise<RunningContender>;
}
