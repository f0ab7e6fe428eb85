import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender, StartContext } from '../contender.ts';
import { processTree } from '../os/proc.ts';
import { freePort, waitForPort } from '../os/wait.ts';

/** A proxy that is installed on the machine and reads a config file. */
export interface Program {
  readonly name: string;
  readonly command: string;
  /** Arguments that print the version, and where it is in what they print (stdout or stderr). */
  readonly versionArguments: readonly string[];
  readonly versionPattern: RegExp;
  readonly setup: string;
  /** Name of the config file: some programs judge the format by it. */
  readonly configFile: string;
  config(setting: ProgramSetting): string;
  /** Arguments that run it in the foreground with that config. */
  runArguments(configPath: string, directory: string): readonly string[];
  /** Added to its environment. */
  env?(directory: string): Readonly<Record<string, string>>;
  /** True if it writes its access log to stdout rather than to the file itself. */
  readonly logsToStdout?: boolean;
}

/** What goes into a generated config. */
export interface ProgramSetting {
  readonly port: number;
  readonly host: string;
  readonly upstreamPorts: readonly number[];
  readonly accessLog: string;
  readonly directory: string;
}

/** All of them route by Host, balance and write an access log, like Hostler. */
export function programContender(program: Program, host: string): Contender {
  const { name, command } = program;
  return {
    name,
    setup: program.setup,
    features: { routesByHost: true, balances: true, accessLog: true },
    unavailable: () => (isInstalled(program) ? null : `${command} is not installed`),
    version: () => readVersion(program),
    async start(context: StartContext) {
      const { directory, upstreamPorts } = context;
      const [port, accessLog, configPath] = [
        await freePort(),
        join(directory, 'access.log'),
        join(directory, program.configFile),
      ];
      writeFileSync(accessLog, '');
      writeFileSync(configPath, program.config({ port, host, upstreamPorts, accessLog, directory }));
      const launched = context.launch(command, program.runArguments(configPath, directory), {
        stderrFile: join(directory, 'stderr.log'),
        ...(program.logsToStdout === true ? { stdoutFile: accessLog } : {}),
        env: program.env?.(directory) ?? {},
      });
      await waitForPort(launched, port, name);
      return { port, accessLog, pids: () => processTree(launched.pid), stop: () => launched.stop() };
    },
  };
}

function isInstalled({ command, versionArguments }: Program): boolean {
  return spawnSync(command, [...versionArguments]).error === undefined;
}

function readVersion({ name, command, versionArguments, versionPattern }: Program): string {
  const { stdout, stderr } = spawnSync(command, [...versionArguments], { encoding: 'utf8' });
  return `${name} ${versionPattern.exec(stdout + stderr)?.[1] ?? 'of unknown version'}`;
}
