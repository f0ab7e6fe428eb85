import { vi } from 'vitest';
import { configFile, hostler, shop } from '../../commands/testing/hostler-process.ts';
import type { HostlerOptions, HostlerProcess } from '../../commands/testing/hostler-process.ts';
import type { LogLine } from '../../testing/running-proxy.ts';
import { ask } from '../../testing/client.ts';

// Several processes that start take their time where others want the processor too.
vi.setConfig({ testTimeout: 60_000 });

/** A `hostler` with workers. */
export interface RunningWorkers {
  readonly proxy: HostlerProcess;
  /** What it was started with. */
  readonly file: string;
  readonly main: number;
  readonly admin: number;
  /** The process of a worker, once it serves. */
  pid(worker: number): Promise<number>;
  /** The answer of the admin side, parsed. */
  get(path: string): Promise<unknown>;
  post(path: string, body?: object): Promise<number>;
  /** A view of the service `shop` that satisfies this, once there is one. */
  view(matches: (view: LogLine) => boolean): Promise<LogLine>;
}

/** Starts one for a service `shop.test`. @param settings what stands under `proxy:` besides */
export async function startWorkers(
  count: number,
  upstream: { readonly address: string; readonly port: number },
  settings: object = {},
  options: HostlerOptions = {},
): Promise<RunningWorkers> {
  const file = configFile(shop(upstream, { workers: count, ...settings }));
  const proxy = hostler(['start', '-c', file], options);
  const main = await proxy.port('main');
  const admin = await proxy.port('admin');
  const get = async (path: string): Promise<unknown> => {
    const { body } = await ask(admin, { path });
    const parsed: unknown = JSON.parse(String(body));
    return parsed;
  };
  return {
    proxy,
    file,
    main,
    admin,
    get,
    async pid(worker) {
      const { pid } = await proxy.line({ msg: 'a worker serves', worker });
      return Number(pid);
    },
    async post(path, body = {}) {
      const { status } = await ask(admin, {
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return status;
    },
    async view(matches) {
      for (;;) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the documented answer
        const { service } = (await get('/api/v1/services/shop')) as { readonly service: LogLine };
        if (matches(service)) return service;
      }
    },
  };
}

/** Whether there is such a process. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
