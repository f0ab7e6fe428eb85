import { Option } from 'commander';
import type { Command } from 'commander';
import { drillCommand, drillFaults } from '../drill.ts';
import type { DrillFlags } from '../drill.ts';
import type { ExitCode, Terminal } from '../exit.ts';
import type { RemoteEnvironment, RemoteFlags } from './flags.ts';
import { reloadCommand } from './reload.ts';
import { servicesCommand } from './services.ts';
import type { ServicesFlags } from './services.ts';
import { drainCommand, weightCommand } from './steer.ts';

/** The options of every command that talks to running proxies. */
export function withAdmin(command: Command): Command {
  return command
    .addOption(
      several(
        '--admin <url>',
        'admin side to call; of a name every address is called, and proxy.admin.hosts has to hold it',
        'that of the configuration',
      ),
    )
    .option(
      '--token <token>',
      'token of the admin side; better in HOSTLER_ADMIN_TOKEN, where ps does not show it',
    )
    .option('--timeout <duration>', 'how long a replica may take to answer', '10s');
}

/** An option that may be given several times. @param without what it is when it is not given */
export function several(flags: string, description: string, without: string): Option {
  return new Option(flags, `${description}; may be given several times`)
    .argParser((value, before: readonly string[]) => [...before, value])
    .default([], without);
}

/** Adds the commands that steer running proxies. @param ended takes the exit code of one */
export function addRemoteCommands(
  program: Command,
  configFile: () => Option,
  terminal: Terminal,
  environment: RemoteEnvironment,
  ended: (code: ExitCode) => void,
): void {
  const add = (usage: string, description: string): Command =>
    withAdmin(program.command(usage).description(description)).addOption(configFile());

  add('services [name]', 'Show every endpoint of running proxies.')
    .option('--json', 'print what the admin sides answer', false)
    .action(async (name: string | undefined, flags: ServicesFlags) => {
      ended(await servicesCommand(name, flags, terminal, environment));
    });
  for (const operation of ['drain', 'undrain'] as const) {
    add(`${operation} <service> <endpoint>`, drainDescriptions[operation]).action(
      async (service: string, endpoint: string, flags: RemoteFlags) => {
        ended(await drainCommand(operation, { service, endpoint }, flags, terminal, environment));
      },
    );
  }
  add(
    'weight <service> <endpoint> <weight>',
    'Set the weight of an endpoint (1 to 1000), or go back to the one that is `configured`.',
  ).action(async (service: string, endpoint: string, weight: string, flags: RemoteFlags) => {
    ended(await weightCommand(weight, { service, endpoint }, flags, terminal, environment));
  });
  add('drill', drillDescription)
    .requiredOption('--service <name>', 'service whose endpoint is treated as failing')
    .addOption(new Option('--fault <kind>', faultHelp).choices(drillFaults).makeOptionMandatory())
    .requiredOption('--for <duration>', 'how long the fault stays, 100ms to 5m')
    .option('--endpoint <address>', 'address:port (default: the available one with the most requests)')
    .option('--force', 'also below two available endpoints, where clients will notice', false)
    .option('--json', 'print what the admin sides answer', false)
    .addHelpText('after', drillExitCodes)
    .action(async (flags: DrillFlags) => {
      ended(await drillCommand(flags, terminal, environment));
    });
  add('reload', 'Have running proxies read their configuration again.').action(async (flags: RemoteFlags) => {
    ended(await reloadCommand(flags, terminal, environment));
  });
}

const drillDescription =
  'Treat an endpoint of running proxies as failing for some time, and say what clients would have seen. Measures the same time before, 10 s at most, and waits after it until the endpoint takes requests again. The requests are those of your clients; Ctrl-C ends the drill and the fault.';
const faultHelp =
  'refuse: connections are refused; reset: they are reset before any answer; hang: no answer comes; slow: it comes a second later; 5xx: a 503 in its place; truncate: its body breaks off';
const drillExitCodes =
  '\nExit code: 0 for PASS, 1 for FAIL, INCONCLUSIVE and drills that were refused, 2 for usage.';

const drainDescriptions = {
  drain: 'Give an endpoint (address:port) nothing new; it finishes what it has begun.',
  undrain: 'Give a drained endpoint requests again.',
} as const;
