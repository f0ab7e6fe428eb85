import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Config } from '@hostler/config';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { AttachedServer } from './control-plane/attached-server.ts';
import type { ConfigManager } from './control-plane/configuration/config-manager.ts';
import { LocalLink } from './control-plane/local-link.ts';
import { shutDown } from './control-plane/shutdown.ts';
import type { ShutdownOptions } from './control-plane/shutdown.ts';
import { ControlSide } from './control-side.ts';
import type { ConfigChange } from './data-plane/config-change.ts';
import { DataPlane } from './data-plane/data-plane.ts';
import type { Exchange } from './data-plane/exchange.ts';
import { accept } from './data-plane/express-adapter.ts';
import { handleRequest } from './data-plane/handle-request.ts';
import { attachToServer } from './data-plane/server-events.ts';
import { refuseUnparsed } from './data-plane/unparsed-request.ts';
import { explain } from './explain/explain.ts';
import { createAccessLog } from './telemetry/access-log.ts';
import { createLog } from './telemetry/logger.ts';
import type { Log } from './telemetry/logger.ts';
import { workerCount } from './workers/worker-count.ts';

/** What a proxy is given besides its configuration. */
export interface ProxyOptions {
  /** Where log lines go; stays open when the proxy is closed. @default JSON lines on stdout */
  readonly log?: Log;
  /** @default the machine's */
  readonly clock?: Clock;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: () => number;
  /** What the configuration was loaded from, so that it can be read again. @default it came from code */
  readonly configFile?: string;
}

/** A reverse proxy as an Express middleware, with what a middleware cannot do for itself. */
export interface Proxy {
  (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void): void;
  /** The configuration in use and those before it; reads `configFile` again. */
  readonly configuration: ConfigManager;
  /**
   * Takes over what a server never shows a middleware: WebSocket upgrades, `Expect`, malformed requests, limits.
   * Upgrades run through the server's own middlewares first. @returns the same server
   */
  attach(server: Server): Server;
  /**
   * Begins to look up and to check endpoints. Part of `start`; for those who want it before their server listens.
   * @returns once endpoints are known, or not for 2 s
   */
  discover(): Promise<void>;
  /**
   * Begins what goes on beside the requests: discovery, active checks, outlier detection; opens the admin listener,
   * unless `admin` is off. Without it endpoints are used as configured, names are looked up by the system with each
   * connection, and services with `discovery` have none.
   * @returns once services with something to look up have a first answer, or none for 2 s
   * @throws ListenError
   */
  start(): Promise<void>;
  /**
   * Switches to another configuration between two requests, or to none of it. Services that are the same keep their
   * connections and what is known of their endpoints; requests and WebSockets that are open end as they began.
   * Listeners stay as they are. Calls at the same time are done one after the other.
   * @returns what it has changed
   * @throws Error with what kept it from being applied, such as tests of its own that fail; nothing has changed then
   */
  reload(config: Config): Promise<ConfigChange>;
  /** Finishes what is under way as `shutdown` says, and closes the attached servers and the admin listener. */
  close(options?: ShutdownOptions): Promise<void>;
}

/** Builds a proxy. Nothing is dialled and nothing listens before it is used. */
export function createProxy(config: Config, options: ProxyOptions = {}): Proxy {
  const log = options.log ?? createLog();
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const { logger } = log;
  const servers: AttachedServer[] = [];
  const plane = new DataPlane(config, {
    clock,
    random,
    logger,
    accessLog: (enabled) => createAccessLog(log.write, enabled),
  });
  const side = new ControlSide(config, {
    link: new LocalLink(plane, clock),
    logger,
    clock,
    random,
    configFile: options.configFile ?? null,
    explain: (question) => explain(plane.snapshot, question),
    // An app that attaches no server looks after its own.
    isServing: () => servers.length === 0 || servers.some((server) => server.isListening),
    isDraining: () => plane.draining,
  });
  const { control, configuration } = side;
  let isStarted = false;
  let closing: Promise<void> | null = null;

  const warnUnattached = once(() => {
    logger.warn(
      'the proxy is not attached to its server, so that WebSockets and some limits do not work. Fix: proxy.attach(app.listen(port))',
    );
  });
  const warnUnstarted = once(() => {
    const { services } = plane.snapshot.config;
    if (services.every(({ discovery, healthCheck }) => discovery === null && healthCheck === null)) return;
    logger.warn('the proxy is not started: nothing is discovered or checked. Fix: await proxy.start()');
  });
  if (workerCount(config.workers) !== 1) {
    logger.warn("proxy.workers is for `hostler start`: a proxy in somebody's own app has one process");
  }

  const handle = (exchange: Exchange): void => {
    handleRequest(plane, exchange);
  };
  const middleware = (request: IncomingMessage, response: ServerResponse): void => {
    if (servers.length === 0) warnUnattached();
    if (!isStarted) warnUnstarted();
    accept(request, response, clock, handle);
  };

  const close = async (closeOptions?: ShutdownOptions): Promise<void> => {
    side.beginClosing();
    await shutDown(plane, servers, plane.snapshot.config.shutdown, clock, closeOptions);
    await side.close();
    if (options.log === undefined) await log.close();
  };

  const discover = (): Promise<void> => {
    isStarted = true;
    return control.start();
  };

  return Object.assign(middleware, {
    configuration,
    attach(server: Server): Server {
      attachToServer(server, { refuse: (refusal) => refuseUnparsed(plane, refusal), clock });
      servers.push(new AttachedServer(server, logger));
      return server;
    },
    discover,
    async start(): Promise<void> {
      await discover();
      // After that, so that readiness means that endpoints are known.
      await side.openAdmin();
    },
    async reload(next: Config): Promise<ConfigChange> {
      const result = await configuration.apply(next);
      if (!result.ok) throw new Error(result.errors.join('\n'));
      return result.changed;
    },
    close(closeOptions?: ShutdownOptions): Promise<void> {
      closing ??= close(closeOptions);
      return closing;
    },
  });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
