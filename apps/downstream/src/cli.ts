import { Command, CommanderError, InvalidArgumentError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { behaviourNames, behaviours } from './behaviours/registry.ts';

/** What the command line asks for. */
export interface CliOptions {
  readonly port: readonly number[];
  readonly address: string;
  readonly service: string;
  readonly instance?: string;
  readonly remoteControl: boolean;
  readonly logRequests: boolean;
}

/** Either the options, or that the command is over with this code: 0 after --help, 2 after a mistake. */
export type CliResult = { readonly options: CliOptions } | { readonly exitCode: 0 | 2 };

/** Where the texts of the command line go. */
export interface CliOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const DEFAULT_PORT = 9090;

/** Reads the arguments after the program's name. */
export function readArguments(args: readonly string[], output: CliOutput): CliResult {
  const command = new Command('downstream')
    .description('A simulated service: echoes its identity and misbehaves on request.')
    .version(packageJson.version, '-V, --version', 'prints the version')
    .helpOption('-h, --help', 'prints this')
    .option(
      '-p, --port <port>',
      `listens on this port, 0 is any free one; repeat it for several instances (default: ${DEFAULT_PORT})`,
      collectPort,
    )
    .option('-t, --address <address>', 'the address to listen on', '127.0.0.1')
    .option('--service <name>', "the service's name", 'my-service')
    .option(
      '--instance <name>',
      "the instance's name; with several ports the port is added (default: SERVICE-PORT)",
    )
    .option(
      '--remote-control',
      'lets /_control and /_stats answer to requests that came through a proxy (with a Via field)',
      false,
    )
    .option(
      '--log-requests',
      'prints a line of JSON for each request as soon as its head is here, with its X-Tag field if it has one',
      false,
    )
    .addHelpText('after', helpOfBehaviours())
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .exitOverride();
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  const { port = [DEFAULT_PORT], ...others } = command.opts<Omit<CliOptions, 'port'> & { port?: number[] }>();
  return { options: { ...others, port } };
}

function collectPort(text: string, before: readonly number[] = []): readonly number[] {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  if (port !== 0 && before.includes(port)) throw new InvalidArgumentError('It was given before.');
  return [...before, port];
}

function helpOfBehaviours(): string {
  const entries = behaviourNames.map((name): [string, string] => [
    `${name}=${behaviours[name].example}`,
    behaviours[name].help,
  ]);
  const width = Math.max(...entries.map(([usage]) => usage.length));
  const list = entries.map(([usage, help]) => `  ${usage.padEnd(width)}  ${help}`).join('\n');
  return `
Any path and method answers JSON that tells who answered and what came in. A request asks for more by its query, or
by a field X-Behave: delay=2s; status=503 (the same names and values, separated by semicolons, escaped as in a query):
${list}
At most 60s and 256MiB each; beyond that, and for what cannot be read, the answer is a 400.

Pages:
  /healthz /readyz       the instance's own probes; faults of the service do not touch them
  /ws                    WebSocket echo
  /sse                   server-sent events: ?interval=1s&count=10
  /_stats                counts of requests, connections and streams
  /_control              GET tells the condition of the instance, POST with application/json sets it:
                         {"state":"up|unready|slow|erroring|hanging|down|refusing","for":"30s"},
                         slow with "delay":"1s", erroring with "errorRate":1,"status":503,"seed":7
`;
}
