import { createProxy } from '../create-proxy.ts';
import { insideContainer, isLoopback } from '../control-plane/container.ts';
import { createExpressServer } from '../express-server.ts';
import { ListenError, listen } from '../listen.ts';
import { createLog } from '../telemetry/logger.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { load } from './load.ts';
import { nextSignal } from './signals.ts';

/** `hostler start`: serves until a signal ends it. */
export async function start(named: string | undefined, terminal: Terminal): Promise<ExitCode> {
  // Before anything else: as PID 1 of a container a process without handlers ignores SIGTERM.
  const signal = nextSignal();
  const loaded = load(named, terminal);
  if (loaded === null) return exit.usage;
  const { config } = loaded;

  const log = createLog();
  const proxy = createProxy(config, { log });
  const { app, server } = createExpressServer();
  app.use(proxy);
  proxy.attach(server);
  try {
    await proxy.start();
    const at = await listen(server, 'main', config.listen);
    log.logger.info({ listener: 'main', ...at }, 'listening');
    if (isLoopback(at.address) && insideContainer()) {
      log.logger.warn(
        `the main listener is on ${at.address}, which nobody outside this container reaches. Fix: proxy.listen.address: 0.0.0.0`,
      );
    }
  } catch (error) {
    await proxy.close({ skipDelay: true });
    if (!(error instanceof ListenError)) throw error;
    terminal.err(`${error.message}\n`);
    return exit.failed;
  }

  const name = await signal;
  log.logger.info({ signal: name }, 'shutting down');
  await proxy.close({ skipDelay: name === 'SIGINT' });
  return exit.ok;
}
