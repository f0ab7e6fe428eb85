import { getContainerRuntimeClient } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';

/** What testcontainers has no name for: the engine's own view of a container, and rough handling. */
export interface EngineControl {
  /** Freezes all its processes; its kernel still accepts connections. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** Ends its process at once with SIGKILL; its address answers no more. */
  kill(): Promise<void>;
  /** Sends a signal to its first process. */
  signal(name: 'SIGTERM' | 'SIGINT'): Promise<void>;
  /** Resolves with the exit code once its process has ended. */
  exited(): Promise<number>;
  /** Removes the container, whatever state it is in. */
  remove(): Promise<void>;
}

/** The rough handling of one started container. */
export async function engineControl(started: StartedTestContainer): Promise<EngineControl> {
  const { container: engine } = await getContainerRuntimeClient();
  const container = engine.getById(started.getId());
  return {
    pause: () => container.pause(),
    unpause: () => container.unpause(),
    kill: () => container.kill({ signal: 'SIGKILL' }),
    signal: (name) => container.kill({ signal: name }),
    exited: async () => {
      const result: unknown = await container.wait();
      if (typeof result === 'object' && result !== null && 'StatusCode' in result)
        return Number(result.StatusCode);
      throw new Error('the engine did not say how the container ended');
    },
    remove: () => container.remove({ force: true, v: true }),
  };
}
