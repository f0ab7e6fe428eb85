import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from './logger.ts';

const prelude = `import { createLog } from ${JSON.stringify(import.meta.resolve('./logger.ts'))};`;

/** Runs a module that logs to stdout, which is a socket, as systemd gives its services one. */
function logging(script: string): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ['--input-type=module', '--eval', `${prelude}\n${script}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same with a pipe between the module and a reader, as shells and container engines have it. */
function loggingInto(reader: string, script: string): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(
    'bash',
    [
      '-c',
      `"$0" --input-type=module --eval "$1" | ${reader}; exit "\${PIPESTATUS[0]}"`,
      process.execPath,
      `${prelude}\n${script}`,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

function exitCode(child: ChildProcessByStdio<null, Readable, Readable>): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('close', resolve);
  });
}

/** Logs more than any pipe, and than the log itself, holds; then uses the threads that a blocked write would hold. */
const flooding = `
  import { readFile } from 'node:fs/promises';
  const log = createLog();
  const text = 'x'.repeat(400);
  for (let i = 0; i < 50000; i++) log.logger.info({ i, text }, 'line');
  for (let i = 0; i < 8; i++) await readFile('/dev/null');
  await log.close();
  process.exit(7);`;

describe('the log', () => {
  it('has all its lines once it is closed, in order', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'hostler-log-')), 'log');
    const log = createLog(openSync(file, 'w'));
    for (let i = 0; i < 5_000; i++) log.logger.info({ i }, 'line');
    log.write('{"last":true}\n');
    await log.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5_001);
    expect(lines[4_999]).toMatch(/"i":4999,"msg":"line"/);
    expect(lines[5_000]).toBe('{"last":true}');
  });

  it.each([
    { name: 'a pipe', run: (script: string) => loggingInto('cat', script) },
    { name: 'a socket', run: logging },
  ])('writes whole lines into $name', async ({ run }) => {
    const child = run(`
      const log = createLog();
      for (let i = 0; i < 20000; i++) log.logger.info({ i }, 'line');
      await log.close();
      process.exit(7);`);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => (text += data));
    expect(await exitCode(child)).toBe(7);
    expect(text.split('\n')).toHaveLength(20_001);
  });

  it('writes no line into those of other processes', async () => {
    const worker = (id: number): string => `"$0" --input-type=module --eval "$1" ${id}`;
    const child = spawn(
      'bash',
      [
        '-c',
        `{ ${worker(1)} & ${worker(2)} & ${worker(3)} & wait; } | cat`,
        process.execPath,
        `${prelude}
        const log = createLog(1, { worker: Number(process.argv[1]) });
        for (let i = 0; i < 4000; i++) log.logger.info({ i, text: 'x'.repeat((i * 37) % 900) }, 'line');
        await log.close();
        process.exit(0);`,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => (text += data));
    await exitCode(child);
    const byWorker = new Map([1, 2, 3].map((id) => [id, 0]));
    for (const line of text.trimEnd().split('\n')) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the script above writes
      const { worker: id, i } = JSON.parse(line) as { worker: number; i: number };
      expect(i).toBe(byWorker.get(id));
      byWorker.set(id, i + 1);
    }
    expect([...byWorker.values()]).toEqual([4_000, 4_000, 4_000]);
  });

  it('keeps neither the process nor its other work when nobody reads a pipe', async () => {
    const child = loggingInto('sleep 2', flooding);
    child.stdout.resume();
    expect(await exitCode(child)).toBe(7);
  });

  it('keeps neither the process nor its other work when nobody reads a socket', async () => {
    const child = logging(flooding);
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(7);
  });

  it('goes on when the reader has gone', async () => {
    expect(await exitCode(loggingInto('true', flooding))).toBe(7);
  });

  it('says how many lines it had to drop, once there is room', async () => {
    const child = logging(`
      const log = createLog();
      for (let i = 0; i < 50000; i++) log.logger.info({ i, text: 'x'.repeat(400) }, 'line');
      process.stderr.write('flooded');
      setInterval(() => log.logger.info({}, 'still here'), 20);`);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    let text = '';
    const said = new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (data: string) => {
        text += data;
        if (text.includes('"msg":"log lines were dropped')) resolve();
      });
    });
    await said;
    child.kill('SIGKILL');
    expect(text).toMatch(/"dropped":\d+,"msg":"log lines were dropped/);
  });
});
