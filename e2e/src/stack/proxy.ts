import { Wait } from 'testcontainers';
import { currentRun } from '../setup/describe-containers.ts';
import { ADMIN_TOKEN, adminSide } from './admin-side.ts';
import type { AdminSide } from './admin-side.ts';
import type { ConfigDirectory } from './config-directory.ts';
import { engineControl } from './engine-control.ts';
import type { EngineControl } from './engine-control.ts';
import { RunContainer } from './run-container.ts';

/** The proxy in its container. */
export interface Proxy {
  /** `http://host:port` of its published main listener. */
  readonly origin: string;
  /** Its admin side; out of reach with the image's own configuration, which keeps it inside. */
  readonly admin: AdminSide;
  readonly engine: EngineControl;
  /** Runs a command inside and returns what it printed. Throws when it fails. */
  exec(command: readonly string[]): Promise<string>;
  /** Every line of its log so far, parsed; wait for the line that you need, it comes a moment late. */
  logLines(): readonly LogLine[];
}

/** A line of the proxy's JSON log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** What goes under `proxy:` in the configuration, apart from its listeners. */
export type ProxyConfig = Readonly<Record<string, unknown>>;

/** How to start a proxy container. */
export interface ProxyOptions {
  /** Its configuration, as a file of its own or in a directory that can change; absent, the image's own stays. */
  readonly config?: ProxyConfig | ConfigDirectory;
  readonly environment?: Readonly<Record<string, string>>;
  readonly readOnlyRoot?: boolean;
}

const PORT = 8080;
const ADMIN_PORT = 9901;
const CONFIG_DIRECTORY = '/etc/hostler';
const CONFIG_FILE = 'config.yaml';
const LISTENING = /"msg":"listening"/;

/** The whole text of a configuration file. */
export function configText(config: ProxyConfig): string {
  const everywhere = '0.0.0.0';
  const listen = { address: everywhere, port: PORT };
  const admin = { address: everywhere, port: ADMIN_PORT, token: ADMIN_TOKEN };
  // JSON is YAML.
  return JSON.stringify({ proxy: { listen, admin, ...config } });
}

/** Starts a proxy and waits until both of its listeners accept. */
export async function startProxy({ config, environment, readOnlyRoot }: ProxyOptions): Promise<Proxy> {
  const run = currentRun();
  const container = new RunContainer(run, run.images.proxy, 'proxy');
  container.withExposedPorts(PORT, ADMIN_PORT).withWaitStrategy(Wait.forLogMessage(LISTENING, 2));
  if (environment !== undefined) container.withEnvironment({ ...environment });
  if (readOnlyRoot === true) container.withReadOnlyRoot();
  if (config !== undefined && isDirectory(config)) {
    container.withBindMounts([{ source: config.path, target: CONFIG_DIRECTORY, mode: 'ro' }]);
  } else if (config !== undefined) {
    const target = `${CONFIG_DIRECTORY}/${CONFIG_FILE}`;
    container.withCopyContentToContainer([{ content: configText(config), target, mode: 0o644 }]);
  }
  const proxy = await container.start();
  const engine = await engineControl(proxy);
  return {
    origin: await engine.origin(PORT),
    admin: adminSide(await engine.origin(ADMIN_PORT)),
    engine,
    async exec(command) {
      const { exitCode, output } = await proxy.exec([...command]);
      if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}: ${output}`);
      return output;
    },
    logLines: () => parseLines(container.output),
  };
}

function isDirectory(config: ProxyConfig | ConfigDirectory): config is ConfigDirectory {
  return 'swap' in config && typeof config.swap === 'function';
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
