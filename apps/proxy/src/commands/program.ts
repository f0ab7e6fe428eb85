import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { check } from './check.ts';
import { explainCommand } from './explain.ts';
import type { ExplainFlags } from './explain.ts';
import { exit, processTerminal } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { generate } from './generate.ts';
import type { GenerateFlags } from './generate.ts';
import { addRemoteCommands, several, withAdmin } from './remote/add-remote-commands.ts';
import type { RemoteEnvironment } from './remote/flags.ts';
import { systemLookUp } from './remote/replicas.ts';
import { schema } from './schema.ts';
import { start } from './start.ts';
import { catchSignals } from './stop-reasons.ts';
import type { CaughtSignals } from './stop-reasons.ts';

interface FileOption {
  readonly config?: string;
}

/** The command line: argv in, exit code out. */
export interface Program {
  /** @param signals what ends `start`, if they are caught already */
  run(argv: readonly string[], signals?: CaughtSignals): Promise<ExitCode>;
}

/**
 * @param terminal where messages go; results of a command too
 * @param environment what commands need that call running proxies
 */
export function createProgram(
  terminal: Terminal = processTerminal,
  environment: RemoteEnvironment = { env: process.env, lookUp: systemLookUp },
): Program {
  let stop: CaughtSignals | null = null;
  let code: ExitCode = exit.ok;
  const program = new Command('hostler')
    .description(packageJson.description)
    .version(packageJson.version, '-v, --version')
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride()
    .showHelpAfterError('(hostler --help shows what there is)');

  const file = (): Option =>
    new Option(
      '-c, --config <file>',
      'configuration (default: ./config.yaml, then /etc/hostler/config.yaml)',
    );

  program
    .command('start')
    .description('Start the proxy.')
    .addOption(file())
    .action(async (options: FileOption) => {
      code = await start(options.config, terminal, stop ?? catchSignals());
    });
  program
    .command('check')
    .description('Say whether a configuration is valid, and what is wrong with it; run the tests in it.')
    .addOption(file())
    .action(async (options: FileOption) => {
      code = await check(options.config, terminal);
    });
  withAdmin(program.command('explain <url>'))
    .description('Say what becomes of a request, and why. Asks running proxies with --admin.')
    .addOption(file())
    .addOption(several('-H, --header <field>', "header field of the request, 'Name: value'", 'none'))
    .option('-X, --request <method>', 'method of the request', 'GET')
    .option('--from <address>', 'IP address that the request comes from', '127.0.0.1')
    .option('--json', 'print the explanation as JSON', false)
    .action(async (url: string, flags: ExplainFlags) => {
      code = await explainCommand(url, flags, terminal, environment);
    });
  addRemoteCommands(program, file, terminal, environment, (ended) => {
    code = ended;
  });
  program
    .command('schema')
    .description('Print the JSON Schema of the configuration, for editors.')
    .action(() => {
      code = schema(terminal);
    });
  program
    .command('generate')
    .description('Write a configuration for one service.')
    .option('--sub-domain <name>', 'first label of the domain, also the name of the service', 'my-service')
    .option('--ingress-port <port>', 'port that the proxy listens on', '8080')
    .option(
      '--target-port <port>',
      'port of the instances (default: the local instances that `pnpm dev` starts)',
    )
    .option('--company-domain <domain>', 'rest of the domain', 'my-company.com')
    .option('--hosts <addresses>', 'addresses of the instances, separated by commas (default: 127.0.0.1)')
    .option('-o, --output <file>', 'where to write it; - prints it', './config.yaml')
    .option('--force', 'replace an existing file', false)
    .action((options: GenerateFlags) => {
      code = generate(options, terminal);
    });

  return {
    run: async (argv, signals) => {
      stop = signals ?? null;
      try {
        await program.parseAsync([...argv]);
        return code;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
        throw error;
      }
    },
  };
}
