import { Worker } from 'node:worker_threads';
import type { Config } from '@hostler/config';
import type { FailedTest } from '../../explain/route-tests.ts';
import { ConfigAssembly } from './config-assembly.ts';
import type { LoadMessage, LoadOrder } from './load-protocol.ts';

/** Far more than the largest file takes; a file system that never answers must not end reloading for good. @unit ms */
const defaultTimeoutMs = 60_000;

/** A configuration that was read, checked, resolved and tested, or everything that is wrong with it. */
export type Loading =
  | {
      readonly ok: true;
      readonly config: Config;
      /** SHA-256 in hex of all that it says. */
      readonly hash: string;
      /** What is valid and hardly meant, a line each. */
      readonly warnings: readonly string[];
      /** Of its own tests. */
      readonly failedTests: readonly FailedTest[];
    }
  | {
      readonly ok: false;
      /** One line each, with its place. */
      readonly errors: readonly string[];
    };

export interface LoadInThreadOptions {
  /** What is in use: services that are the same are taken from it, so that nothing is kept twice. */
  readonly present?: Config;
  /** @unit ms  @default 60_000 */
  readonly timeoutMs?: number;
  /** Gives up; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** In the sources and in the bundle the thread's file lies beside this one. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? './load-thread.ts' : './load-thread.js',
  import.meta.url,
);

/**
 * Loads a configuration in a thread that lives only for that: parsing and checking ten thousand services takes most of
 * a second, which nobody's request may wait for. The result comes over in slices, and is frozen.
 * @throws when the thread dies, or does not end in time
 */
export async function loadInThread(file: string, options: LoadInThreadOptions = {}): Promise<Loading> {
  const { present = null, timeoutMs = defaultTimeoutMs, signal } = options;
  signal?.throwIfAborted();
  const order: LoadOrder = { file };
  const thread = new Worker(entry, { workerData: order, name: 'load configuration' });
  const { promise, resolve, reject } = Promise.withResolvers<Loading>();
  // Both are taken back in the end: AbortSignal.timeout would keep the thread, and what was in use, for its whole time.
  const giveUp = (): void => reject(signal?.reason);
  const timer = setTimeout(
    () => reject(new Error(`no end within the timeout of ${timeoutMs} ms`)),
    timeoutMs,
  );
  signal?.addEventListener('abort', giveUp);
  try {
    const answers = new Answers(present);
    thread.on('message', (message: LoadMessage) => {
      const loading = answers.take(message);
      if (loading === null) ask(thread);
      else resolve(loading);
    });
    thread.on('error', reject);
    thread.on('exit', (code) => {
      reject(new Error(`the thread that loads the configuration ended with code ${code}`));
    });
    ask(thread);
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    void thread.terminate();
  }
}

function ask(thread: Worker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage(null);
}

/** What the thread has answered so far. */
class Answers {
  readonly #present: Config | null;
  #begun: Extract<LoadMessage, { readonly kind: 'head' }> | null = null;
  #assembly: ConfigAssembly | null = null;

  constructor(present: Config | null) {
    this.#present = present;
  }

  /** @returns `null` until it is complete */
  take(message: LoadMessage): Loading | null {
    if (message.kind === 'invalid') return { ok: false, errors: message.errors };
    if (message.kind === 'end') return this.#finish();
    if (message.kind === 'head') {
      this.#begun = message;
      this.#assembly = new ConfigAssembly(message.head, this.#present);
    } else this.#assembly?.add(message);
    return null;
  }

  #finish(): Loading {
    if (this.#begun === null || this.#assembly === null)
      throw new Error('the thread that loads the configuration ended too early');
    const { hash, warnings, failedTests } = this.#begun;
    return { ok: true, config: this.#assembly.finish(), hash, warnings, failedTests };
  }
}
