import { getContainerRuntimeClient } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { currentRun } from '../setup/describe-containers.ts';

/** What testcontainers has no name for: the engine's own view of a container, and rough handling. */
export interface EngineControl {
  /** Freezes all its processes; its kernel still accepts connections. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** Ends its process at once with SIGKILL; its address answers no more. */
  kill(): Promise<void>;
  /** Starts it again after it has ended. Its published port is another one then, and its address may be. */
  start(): Promise<void>;
  /** Takes it off the network of the run: whatever is under way is never heard of again. */
  disconnect(): Promise<void>;
  /** Back on the network under the same name. */
  connect(): Promise<void>;
  /** Sends a signal to its first process. */
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGHUP'): Promise<void>;
  /** Resolves with the exit code once its process has ended. */
  exited(): Promise<number>;
  /** `http://host:port` under which a port of it is published now. */
  origin(port: number): Promise<string>;
  /** Its IP address on the network of the run now. */
  address(): Promise<string>;
  /** All that its processes ever wrote to stdout and stderr, also after they have ended. */
  output(): Promise<string>;
  /** Removes the container, whatever state it is in. */
  remove(): Promise<void>;
}

/** The rough handling of one started container. */
export async function engineControl(started: StartedTestContainer): Promise<EngineControl> {
  const { container: engine } = await getContainerRuntimeClient();
  const id = started.getId();
  const container = engine.getById(id);
  const network = engine.dockerode.getNetwork(currentRun().network);
  return {
    pause: () => container.pause(),
    unpause: () => container.unpause(),
    kill: () => container.kill({ signal: 'SIGKILL' }),
    start: () => container.start(),
    disconnect: () => network.disconnect({ Container: id, Force: true }),
    connect: () => network.connect({ Container: id }),
    signal: (name) => container.kill({ signal: name }),
    exited: async () => {
      const result: unknown = await container.wait();
      if (typeof result === 'object' && result !== null && 'StatusCode' in result)
        return Number(result.StatusCode);
      throw new Error('the engine did not say how the container ended');
    },
    origin: async (port) => {
      const { NetworkSettings } = await container.inspect();
      const published = NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
      if (published === undefined) throw new Error(`port ${port} is not published`);
      return `http://${started.getHost()}:${published}`;
    },
    address: async () => {
      const { NetworkSettings } = await container.inspect();
      return NetworkSettings.Networks[currentRun().network]?.IPAddress ?? '';
    },
    output: async () => unframed(await container.logs({ stdout: true, stderr: true })),
    remove: () => container.remove({ force: true, v: true }),
  };
}

/** Without a terminal the engine sends frames: a byte for the stream, three of nothing, four for the length. */
function unframed(frames: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length;) {
    const end = at + 8 + frames.readUInt32BE(at + 4);
    pieces.push(frames.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
