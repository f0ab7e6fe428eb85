import { Wait } from 'testcontainers';
import { currentRun } from '../setup/describe-containers.ts';
import { engineControl } from './engine-control.ts';
import type { EngineControl } from './engine-control.ts';
import { RunContainer } from './run-container.ts';

/** The proxy in its container. */
export interface Proxy {
  /** `http://host:port` of its published main listener. */
  readonly origin: string;
  readonly engine: EngineControl;
  /** Runs a command inside and returns what it printed. Throws when it fails. */
  exec(command: readonly string[]): Promise<string>;
  /** Every line of its log so far, parsed; wait for the line that you need, it comes a moment late. */
  logLines(): readonly LogLine[];
}

/** A line of the proxy's JSON log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** How to start a proxy container. */
export interface ProxyOptions {
  /** What goes under `proxy:` in its configuration; absent, the image's own configuration stays. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly readOnlyRoot?: boolean;
}

const PORT = 8080;
const CONFIG_FILE = '/etc/hostler/config.yaml';
const LISTENING = /"msg":"listening"/;

/** Starts a proxy and waits until both of its listeners accept. */
export async function startProxy({ config, environment, readOnlyRoot }: ProxyOptions): Promise<Proxy> {
  const run = currentRun();
  const container = new RunContainer(run, run.images.proxy, 'proxy');
  container.withExposedPorts(PORT).withWaitStrategy(Wait.forLogMessage(LISTENING, 2));
  if (environment !== undefined) container.withEnvironment({ ...environment });
  if (readOnlyRoot === true) container.withReadOnlyRoot();
  if (config !== undefined) {
    const listen = { address: '0.0.0.0', port: PORT };
    // JSON is YAML.
    const content = JSON.stringify({ proxy: { listen, ...config } });
    container.withCopyContentToContainer([{ content, target: CONFIG_FILE, mode: 0o644 }]);
  }
  const proxy = await container.start();
  return {
    origin: `http://${proxy.getHost()}:${proxy.getMappedPort(PORT)}`,
    engine: await engineControl(proxy),
    async exec(command) {
      const { exitCode, output } = await proxy.exec([...command]);
      if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}: ${output}`);
      return output;
    },
    logLines: () => parseLines(container.output),
  };
}

function parseLines(output: string): LogLine[] {
  // The last line may still be on its way.
  const complete = output.split('\n').slice(0, -1);
  return complete.flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [Object.fromEntries(Object.entries(value))] : [];
  });
}
