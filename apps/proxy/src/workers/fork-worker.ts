import cluster from 'node:cluster';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Message, Order } from './protocol.ts';
import type { HowItEnded, WorkerProcess } from './worker-process.ts';

/** In the sources and in the bundle the worker's file lies beside this one. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? './worker-main.ts' : './worker-main.js',
  import.meta.url,
);

/** Starts the process of a worker, which ends with this one. */
export function forkWorker(): WorkerProcess {
  cluster.setupPrimary({
    exec: fileURLToPath(entry),
    args: [],
    // Structured clones: what services share within a message stays shared.
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Else it would tell us which files it loads, when we run under `node --watch`.
  return new ForkedWorker(cluster.fork({ WATCH_REPORT_DEPENDENCIES: '' }));
}

class ForkedWorker implements WorkerProcess {
  readonly id: number;
  readonly pid: number | null;
  onMessage: (message: Message) => void = () => {};
  onGone: (how: HowItEnded) => void = () => {};
  readonly #process: ReturnType<typeof cluster.fork>['process'];
  #isGone = false;

  constructor({ id, process: child }: ReturnType<typeof cluster.fork>) {
    this.id = id;
    this.pid = child.pid ?? null;
    this.#process = child;
    child.on('message', (message: Message) => {
      this.onMessage(message);
    });
    child.on('error', () => {
      // It could not be started: no exit follows. Any other is one of sending to a process that is about to be gone.
      if (this.pid === null) this.#gone({ code: null, signal: null });
    });
    let ended: HowItEnded | null = null;
    const onEnd = (): void => {
      // The last that it said may come after its end.
      if (ended !== null && !child.connected) this.#gone(ended);
    };
    child.on('exit', (code, signal) => {
      ended = { code, signal };
      onEnd();
    });
    child.on('disconnect', onEnd);
    killWithThisProcess.add(this);
  }

  send(order: Order, socket?: Socket): void {
    if (!this.#process.connected) return;
    this.#process.send(order, socket, { keepOpen: true }, () => {
      // That it was not sent is told by the end of the process.
    });
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #gone(how: HowItEnded): void {
    if (this.#isGone) return;
    this.#isGone = true;
    killWithThisProcess.delete(this);
    this.onGone(how);
  }
}

/** Workers finish what is under way when this process is suddenly gone; not when it ends at once on purpose. */
const killWithThisProcess = new Set<ForkedWorker>();
process.on('exit', () => {
  for (const worker of killWithThisProcess) worker.kill();
});
