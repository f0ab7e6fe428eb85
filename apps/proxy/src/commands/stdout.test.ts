import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from '../testing/client.ts';
import { answering } from '../testing/upstreams.ts';
import { configFile, shop } from './testing/hostler-process.ts';

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a process whose output nobody reads unless the test does. */
function hostler(args: readonly string[]): Child {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Reads the output until it has this text. @returns all of it so far */
async function until(output: Readable, text: string): Promise<string> {
  let all = '';
  for await (const data of output.iterator({ destroyOnReturn: false })) {
    all += String(data);
    if (all.includes(text)) return all;
  }
  throw new Error(`ended without ${text}: ${all}`);
}

async function serving(): Promise<{ child: Child; port: number }> {
  const child = hostler(['start', '-c', configFile(shop(await answering()))]);
  const line = (await until(child.stdout, '"listener":"main"'))
    .split('\n')
    .find((one) => one.includes('"main"'));
  return { child, port: Number(/"port":(\d+)/.exec(line ?? '')?.[1]) };
}

/** Sends requests with lines that are long in the log. @returns their statuses, each once */
async function flood(port: number, count: number): Promise<Set<number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const path = `/${'x'.repeat(12_000)}`;
  const statuses = new Set<number>();
  const one = async (): Promise<void> => {
    statuses.add((await ask(port, { agent, path, headers: { host: 'shop.test' } })).status);
  };
  for (let sent = 0; sent < count; sent += 50) await Promise.all(Array.from({ length: 50 }, one));
  agent.destroy();
  return statuses;
}

it(
  'serves on while nobody reads its log, and says how many lines that cost',
  { timeout: 60_000 },
  async () => {
    const { child, port } = await serving();
    // Twelve megabytes of lines, of which the log keeps eight.
    expect(await flood(port, 1_000)).toEqual(new Set([200]));
    const said = until(child.stdout, 'log lines were dropped');
    // The next line finds room once the others were read.
    const more = setInterval(() => void ask(port, { headers: { host: 'shop.test' } }).catch(() => {}), 50);
    onTestFinished(() => {
      clearInterval(more);
    });
    expect(Number(/"dropped":(\d+)/.exec(await said)?.[1])).toBeGreaterThan(0);
  },
);

it('serves on and ends as usual when the reader of its log has gone', { timeout: 60_000 }, async () => {
  const { child, port } = await serving();
  child.stdout.destroy();
  expect(await flood(port, 100)).toEqual(new Set([200]));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('ends as usual when nobody has read its log', { timeout: 60_000 }, async () => {
  const { child, port } = await serving();
  await flood(port, 200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it(
  'says nothing when a reader leaves before it has everything, as `head` does',
  { timeout: 60_000 },
  async () => {
    const child = hostler(['schema']);
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said).toBe('');
  },
);
