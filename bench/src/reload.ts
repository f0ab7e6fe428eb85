// What a reload of a large configuration costs: `pnpm bench reload [SERVICES]`, after `pnpm build`. Writes files
// for a proxy that runs, and tells how long each took to be in use, and how long the proxy's event loop was held up.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './report/machine.ts';

const ROUNDS = 3;

const built = fileURLToPath(new URL('../../apps/proxy/dist/main.js', import.meta.url));
const monitor = new URL('servers/loop-monitor.ts', import.meta.url);

type LogLine = Readonly<Record<string, unknown>>;

/** What differs from the file before. */
interface Variant {
  readonly name: string;
  /** @param round from 1: what is written must differ each time */
  readonly text: (count: number, round: number) => string;
}

const VARIANTS: readonly Variant[] = [
  { name: 'the text only', text: (count, round) => `# ${round}\n${configText(count, 0, 7)}` },
  { name: 'one service', text: (count, round) => configText(count, round, 7) },
  { name: 'every service', text: (count, round) => configText(count, 0, round) },
];

/** @param tag changes the first service  @param seconds changes all */
function configText(count: number, tag: number, seconds: number): string {
  const services = Array.from(
    { length: count },
    (_, index) => `    - name: service-${index}
      domain: service-${index}-${index === 0 ? tag : 0}.my-company.com
      hosts:
        - address: 10.0.${index >> 8}.${index & 255}
          port: 9090
        - address: 10.1.${index >> 8}.${index & 255}
          port: 9090
`,
  );
  return `proxy:
  listen:
    port: 0
  admin:
    port: 0
  defaults:
    timeouts:
      idle: ${seconds}s
  services:
${services.join('')}`;
}

/** Calls back with each line of the log. */
function followLog(child: ChildProcess, onLine: (line: LogLine) => void): void {
  if (child.stdout === null) throw new Error('no stdout');
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null) onLine({ ...line });
  });
}

/** A running proxy, and what it says. */
class Subject {
  readonly #child: ChildProcess;
  readonly #waiting: {
    readonly matches: (line: LogLine) => boolean;
    readonly found: (line: LogLine) => void;
  }[] = [];

  constructor(file: string) {
    this.#child = spawn(process.execPath, ['--import', monitor.href, built, 'start', '-c', file], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    followLog(this.#child, (line) => {
      const index = this.#waiting.findIndex(({ matches }) => matches(line));
      if (index !== -1) this.#waiting.splice(index, 1)[0]?.found(line);
    });
  }

  line(matches: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((found) => {
      this.#waiting.push({ matches, found });
    });
  }

  resetPauses(): void {
    this.#child.send('reset');
  }

  maxPauseMs(): Promise<number> {
    return new Promise((resolve) => {
      this.#child.once('message', (answer) => {
        const isAnswer = typeof answer === 'object' && answer !== null && 'maxPauseMs' in answer;
        resolve(isAnswer ? Number(answer.maxPauseMs) : Number.NaN);
      });
      this.#child.send('read');
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await ended;
  }
}

async function measure(count: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'hostler-bench-'));
  const file = join(directory, 'config.yaml');
  writeFileSync(file, configText(count, 0, 7));
  const subject = new Subject(file);
  try {
    await subject.line((line) => line['msg'] === 'listening' && line['listener'] === 'main');
    // What the start has left to the garbage collector is not the reload's.
    const settled = subject.line((line) => line['trigger'] === 'file');
    writeFileSync(file, VARIANTS[0]?.text(count, 0) ?? '');
    await settled;
    for (const { name, text } of VARIANTS) {
      for (let round = 1; round <= ROUNDS; round++) {
        const done = subject.line((line) => line['trigger'] === 'file');
        subject.resetPauses();
        writeFileSync(file, text(count, round));
        const { durationMs, loadMs, msg } = await done;
        const pause = await subject.maxPauseMs();
        const rest = Number(durationMs) - Number(loadMs);
        console.log(
          `${name.padEnd(14)}  ${String(durationMs).padStart(5)} ms (${String(loadMs)} in its thread, ${rest} to put to use), ` +
            `longest pause ${pause.toFixed(1)} ms: ${String(msg)}`,
        );
      }
    }
  } finally {
    await subject.stop();
    rmSync(directory, { recursive: true });
  }
}

const count = Number(process.argv[2] ?? 10_000);
const { cpu, cores, node, loadAverage } = describeMachine();
console.log(
  `${cpu}, ${cores} cores, Node ${node}, load average ${loadAverage}; ${count} services of two endpoints`,
);
await measure(count);
