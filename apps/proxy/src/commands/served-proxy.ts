import type { Config } from '@hostler/config';
import type { ConfigManager } from '../control-plane/configuration/config-manager.ts';
import type { ShutdownOptions } from '../control-plane/shutdown.ts';
import { createProxy } from '../create-proxy.ts';
import { createExpressServer } from '../express-server.ts';
import { listen } from '../listen.ts';
import type { ListenAddress } from '../listen.ts';
import type { Log } from '../telemetry/logger.ts';

/** A proxy with listeners of its own, in one process or in several. */
export interface ServedProxy {
  readonly configuration: Pick<ConfigManager, 'reload'>;
  /**
   * Opens the listeners and begins to serve.
   * @returns where the main one accepts
   * @throws ListenError  @throws WorkerGone when a worker does not even start
   */
  open(): Promise<ListenAddress>;
  /** Finishes what is under way as `shutdown` says. */
  close(options?: ShutdownOptions): Promise<void>;
}

/** Serves in this process. @param configFile what the configuration was loaded from */
export function serveHere(config: Config, log: Log, configFile: string): ServedProxy {
  const proxy = createProxy(config, { log, configFile });
  return {
    configuration: proxy.configuration,
    async open() {
      const { app, server } = createExpressServer();
      app.use(proxy);
      proxy.attach(server);
      // First, so that nobody is let in before endpoints are known.
      await proxy.discover();
      const at = await listen(server, 'main', config.listen);
      await proxy.start();
      return at;
    },
    close: (options) => proxy.close(options),
  };
}
