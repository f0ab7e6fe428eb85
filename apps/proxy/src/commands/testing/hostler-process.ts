import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, vi } from 'vitest';
import type { LogLine } from '../../testing/running-proxy.ts';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A `hostler` in a process of its own. */
export interface HostlerProcess {
  /** Lines on stdout so far, parsed. */
  readonly log: readonly LogLine[];
  readonly stdout: string;
  readonly stderr: string;
  /** The first line that has these values, once it is there. @throws when the process ends without it */
  line(values: LogLine): Promise<LogLine>;
  /** The port of a listener, once it accepts. */
  port(listener: 'main' | 'admin'): Promise<number>;
  signal(name: NodeJS.Signals): void;
  /** Gives a module that was started instead of the product something to read. */
  write(text: string): void;
  readonly ended: Promise<Ended>;
}

export interface HostlerOptions {
  /** @default a new, empty directory */
  readonly cwd?: string;
  /** The module to run. @default the product's own */
  readonly module?: URL;
}

// A process takes a second to start where others want the processor too.
vi.setConfig({ testTimeout: 30_000 });

const main = new URL('../../main.ts', import.meta.url);

/** A directory that is gone after the test. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'hostler-test-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  return directory;
}

/** A configuration file. @param proxy what stands under `proxy:`, in JSON, which is YAML too */
export function configFile(proxy: object): string {
  const file = join(scratch(), 'config.yaml');
  writeFileSync(file, JSON.stringify({ proxy }));
  return file;
}

/** Starts a process, which is killed after the test if it is still there. */
export function hostler(args: readonly string[], options: HostlerOptions = {}): HostlerProcess {
  const child = spawn(process.execPath, [fileURLToPath(options.module ?? main), ...args], {
    cwd: options.cwd ?? scratch(),
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a line of the log is one JSON object
    for (const line of lines) if (line.startsWith('{"')) log.push(JSON.parse(line) as LogLine);
    for (const wake of waiting) wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A process may go before it has read what it was sent.
  child.stdin.on('error', () => {});
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });

  const line = (values: LogLine): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = log.find((one) => Object.entries(values).every(([name, value]) => one[name] === value));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(() => {
        reject(new Error(`ended without ${JSON.stringify(values)}: ${stdout}${stderr}`));
      });
    });

  return {
    log,
    ended,
    line,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    async port(listener) {
      const { port } = await line({ msg: 'listening', listener });
      return Number(port);
    },
    signal(name) {
      child.kill(name);
    },
    write(text) {
      child.stdin.write(text);
    },
  };
}

/** Runs a command to its end. */
export async function run(
  args: readonly string[],
  options: HostlerOptions = {},
): Promise<Ended & { readonly stdout: string; readonly stderr: string }> {
  const child = hostler(args, options);
  const ended = await child.ended;
  return { ...ended, stdout: child.stdout, stderr: child.stderr };
}

/** What stands under `proxy:` for one service, `shop.test`, and free ports. */
export function shop(
  upstream: { readonly address: string; readonly port: number },
  settings: object = {},
): object {
  return {
    listen: { address: '127.0.0.1', port: 0 },
    admin: { address: '127.0.0.1', port: 0 },
    services: [
      { name: 'shop', domain: 'shop.test', hosts: [{ address: upstream.address, port: upstream.port }] },
    ],
    ...settings,
  };
}

/** A configuration with three mistakes. */
export const wrongThrice = {
  listen: { adress: '127.0.0.1', port: 70_000 },
  services: [{ name: 'a', domain: 'a.test', hosts: [] }],
};

/** What is said of them, a line each. */
export const itsErrors: readonly unknown[] = [
  expect.stringContaining('proxy.listen.adress'),
  expect.stringContaining('proxy.listen.port'),
  expect.stringContaining('proxy.services[0].hosts'),
];
