import { createServer } from 'node:http';
import type { RequestListener, Server, ServerOptions } from 'node:http';
import { defineConfig } from '@hostler/config';
import express from 'express';
import type { RequestHandler } from 'express';
import { pino } from 'pino';
import type { Clock } from '../clock.ts';
import { createProxy } from '../create-proxy.ts';
import type { Proxy } from '../create-proxy.ts';
import { listen } from '../listen.ts';

/** One line of the log, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A proxy that accepts on a port of its own, as `hostler start` would run it. */
export interface RunningProxy {
  readonly port: number;
  readonly proxy: Proxy;
  readonly server: Server;
  readonly log: readonly LogLine[];
  /** The access line of the request that satisfies `matches`; waits until it was written. */
  accessLine(matches: (line: LogLine) => boolean): Promise<LogLine>;
  /** All access lines, in order; closes the proxy, so that no other one follows. */
  allAccessLines(): Promise<readonly LogLine[]>;
  /** The only access line that there ever is. @throws when there are several */
  onlyAccessLine(): Promise<LogLine>;
  close(): Promise<void>;
}

export interface RunningProxyOptions {
  /** Mounted before the proxy, as in somebody's own app. */
  readonly before?: readonly RequestHandler[];
  /** @default Math.random; `() => 0` makes round robin start at the first endpoint, and retries not wait */
  readonly random?: () => number;
  /** @default the machine's */
  readonly clock?: Clock;
  /** What a reload reads. @default nothing */
  readonly configFile?: string;
  /** The app sends `X-Powered-By`, as Express does unless told otherwise. @default false */
  readonly poweredBy?: boolean;
  /** @default what `hostler start` gives its server */
  readonly serverOptions?: ServerOptions;
  /** Makes the server in place of that. */
  readonly makeServer?: (app: RequestListener) => Server;
  /** @default true */
  readonly attach?: boolean;
  /** Changes the server after the proxy was attached and before it listens. */
  readonly configure?: (server: Server) => void;
}

/** What a service's `hosts` takes for an upstream of the test kit. */
export function host(upstream: { readonly address: string; readonly port: number }): {
  address: string;
  port: number;
} {
  return { address: upstream.address, port: upstream.port };
}

/** Starts a proxy on any free port. @param settings what stands under `proxy:` in the YAML, without listeners */
export async function startProxy(settings: object, options: RunningProxyOptions = {}): Promise<RunningProxy> {
  const config = defineConfig({
    proxy: {
      listen: { address: '127.0.0.1', port: 0 },
      admin: { address: '127.0.0.1', port: 0 },
      ...settings,
    },
  });
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  const write = (text: string): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every line of the log is one JSON object
    log.push(JSON.parse(text) as LogLine);
    for (const wake of waiting) wake();
  };
  const logger = pino({ base: null }, { write });
  const proxy = createProxy(config, {
    log: { logger, write, close: () => Promise.resolve() },
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.configFile === undefined ? {} : { configFile: options.configFile }),
  });
  const app = express();
  if (options.poweredBy !== true) app.disable('x-powered-by');
  for (const middleware of options.before ?? []) app.use(middleware);
  app.use(proxy);
  const server =
    options.makeServer?.(app) ?? createServer(options.serverOptions ?? { optimizeEmptyRequests: true }, app);
  if (options.attach !== false) proxy.attach(server);
  options.configure?.(server);
  const { port } = await listen(server, 'main', config.listen);

  const accessLine: RunningProxy['accessLine'] = (matches) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = log.find((line) => line['msg'] === 'request' && matches(line));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const close = async (): Promise<void> => {
    await proxy.close({ skipDelay: true });
    server.close();
    server.closeAllConnections();
  };
  const allAccessLines: RunningProxy['allAccessLines'] = async () => {
    await close();
    return log.filter((line) => line['msg'] === 'request');
  };
  return {
    port,
    proxy,
    server,
    log,
    accessLine,
    allAccessLines,
    async onlyAccessLine() {
      const line = await accessLine(() => true);
      const all = await allAccessLines();
      if (all.length > 1) throw new Error(`${all.length} access lines: ${JSON.stringify(all)}`);
      return line;
    },
    close,
  };
}
