import { Wait } from 'testcontainers';
import { currentRun } from '../setup/describe-containers.ts';
import { engineControl } from './engine-control.ts';
import type { EngineControl } from './engine-control.ts';
import { RunContainer } from './run-container.ts';

/** What `/_stats` of an instance tells, as far as the suites ask. */
export interface InstanceStats {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly aborted: number;
  readonly inFlight: number;
  readonly webSockets: { readonly open: number; readonly total: number };
  readonly eventStreams: { readonly open: number; readonly total: number };
}

/** An entry of `hosts` in the configuration. */
interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** One downstream container: an instance of a service, reached past the proxy for its control pages. */
export interface Downstream {
  readonly service: string;
  readonly instance: string;
  /** The endpoint that a proxy on the same network dials, by its name there. */
  readonly endpoint: Endpoint;
  /** What the proxy calls that endpoint, by the address that the instance was started with: `ip:port`. */
  readonly endpointName: string;
  readonly engine: EngineControl;
  /** Orders a condition, such as `{ state: 'erroring', status: 503 }`. */
  control(order: Readonly<Record<string, unknown>>): Promise<void>;
  stats(): Promise<InstanceStats>;
  /** The tags of all requests that ever reached it, in their order; the engine tells a moment late. */
  arrivals(): Promise<readonly string[]>;
}

const PORT = 9090;
/** The end of a line about a request. */
const TAG = /"tag":"([\w-]+)"}$/gm;

/**
 * Starts one instance in a container of its own and waits until it listens.
 * @param aliases names on the network that it may share with others
 */
export async function startDownstream(
  service: string,
  instance: string,
  aliases: readonly string[] = [],
): Promise<Downstream> {
  const run = currentRun();
  const container = new RunContainer(run, run.images.downstream, instance);
  const started = await container
    .withNetworkAliases(...aliases)
    .withCommand(
      `-t 0.0.0.0 -p ${PORT} --service ${service} --instance ${instance} --log-requests`.split(' '),
    )
    .withExposedPorts(PORT)
    .withReadOnlyRoot()
    .withWaitStrategy(Wait.forHttp('/readyz', PORT))
    .start();
  const engine = await engineControl(started);
  return {
    service,
    instance,
    endpoint: { address: container.dnsName, port: PORT },
    endpointName: `${started.getIpAddress(run.network)}:${PORT}`,
    engine,
    async control(order) {
      const response = await fetch(`${await engine.origin(PORT)}/_control`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
      if (!response.ok)
        throw new Error(`${instance} refused ${JSON.stringify(order)}: ${await response.text()}`);
    },
    async stats() {
      const response = await fetch(`${await engine.origin(PORT)}/_stats`);
      const stats: unknown = await response.json();
      if (!isStats(stats)) throw new Error(`${instance} has other statistics: ${JSON.stringify(stats)}`);
      return stats;
    },
    arrivals: async () => Array.from((await engine.output()).matchAll(TAG), ([, tag = '']) => tag),
  };
}

/** The page is this repository's own, so a look at its outline is enough. */
function isStats(value: unknown): value is InstanceStats {
  return typeof value === 'object' && value !== null && 'byMethod' in value && 'webSockets' in value;
}
