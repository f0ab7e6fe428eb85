import { Worker } from 'node:worker_threads';
import { deepFreeze } from '@hostler/config';
import type { Config, ServiceConfig } from '@hostler/config';
import type { FailedTest } from '../../explain/route-tests.ts';
import { Fingerprinter, rememberFingerprint } from '../../data-plane/fingerprint.ts';
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
  const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  signal.throwIfAborted();
  const order: LoadOrder = { file };
  const thread = new Worker(entry, { workerData: order, name: 'load configuration' });
  try {
    return await new Promise<Loading>((resolve, reject) => {
      const assembly = new Assembly(options.present ?? null);
      thread.on('message', (message: LoadMessage) => {
        const loading = assembly.take(message);
        if (loading === null) ask(thread);
        else resolve(loading);
      });
      thread.on('error', reject);
      thread.on('exit', (code) => {
        reject(new Error(`the thread that loads the configuration ended with code ${code}`));
      });
      signal.addEventListener('abort', () => {
        reject(signal.reason);
      });
      ask(thread);
    });
  } finally {
    void thread.terminate();
  }
}

function ask(thread: Worker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage(null);
}

/** Puts a configuration together from its slices. */
class Assembly {
  readonly #present: Map<string, ServiceConfig>;
  readonly #fingerprints = new Fingerprinter();
  readonly #services: ServiceConfig[] = [];
  #begun: Extract<LoadMessage, { readonly kind: 'head' }> | null = null;

  constructor(present: Config | null) {
    this.#present = new Map(present?.services.map((service) => [service.name, service]));
  }

  /** @returns `null` until it is complete */
  take(message: LoadMessage): Loading | null {
    if (message.kind === 'invalid') return { ok: false, errors: message.errors };
    if (message.kind === 'end') return this.#finish();
    if (message.kind === 'head') this.#begun = message;
    else {
      for (const [index, service] of message.services.entries())
        this.#add(service, message.fingerprints[index] ?? '');
    }
    return null;
  }

  #add(service: ServiceConfig, fingerprint: string): void {
    const present = this.#present.get(service.name);
    if (present !== undefined && this.#fingerprints.service(present) === fingerprint) {
      this.#services.push(present);
      return;
    }
    // Cloning from one thread to another loses it.
    deepFreeze(service);
    rememberFingerprint(service, fingerprint);
    this.#services.push(service);
  }

  #finish(): Loading {
    if (this.#begun === null) throw new Error('the thread that loads the configuration ended too early');
    const { head, hash, warnings, failedTests } = this.#begun;
    const config: Config = Object.freeze({ ...deepFreeze(head), services: Object.freeze(this.#services) });
    return { ok: true, config, hash, warnings, failedTests };
  }
}
