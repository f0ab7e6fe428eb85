import { readFileSync, statSync } from 'node:fs';
import type { Config } from '@hostler/config';
import { systemClock } from '../clock.ts';
import { unreachableListener } from '../control-plane/container.ts';
import { watchFile } from '../control-plane/watch-file.ts';
import type { WatchedFile } from '../control-plane/watch-file.ts';
import { createProxy } from '../create-proxy.ts';
import type { Proxy } from '../create-proxy.ts';
import { createExpressServer } from '../express-server.ts';
import { ListenError, listen } from '../listen.ts';
import { createLog } from '../telemetry/logger.ts';
import type { Log } from '../telemetry/logger.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { findConfig } from './find-config.ts';
import { load } from './load.ts';
import type { Loaded } from './load.ts';
import { nextDefect } from './stop-reasons.ts';
import type { CaughtSignals } from './stop-reasons.ts';

/** How long the process may take to end by itself. @unit ms */
const exitTimeoutMs = 1_000;

/** `hostler start`: serves until a signal, or a defect, ends it. */
export async function start(
  named: string | undefined,
  terminal: Terminal,
  signals: CaughtSignals,
): Promise<ExitCode> {
  const before = contentOf(findConfig(named));
  const loaded = load(named, terminal);
  if (loaded === null) return exit.usage;
  const log = createLog();
  let code: ExitCode = exit.failed;
  try {
    code = await serve(loaded, before, log, terminal, signals);
  } catch (error) {
    log.logger.fatal({ err: error }, 'a defect in the process');
  }
  await log.close();
  // Everything is closed. Something that is left open all the same must not keep the process.
  setTimeout(() => process.exit(code), exitTimeoutMs).unref();
  return code;
}

async function serve(
  { file, config }: Loaded,
  before: Buffer | null,
  log: Log,
  terminal: Terminal,
  signals: CaughtSignals,
): Promise<ExitCode> {
  const defect = nextDefect(log.logger);
  const proxy = createProxy(config, { log, configFile: file });
  try {
    await open(proxy, config, log);
  } catch (error) {
    await proxy.close({ skipDelay: true });
    if (!(error instanceof ListenError)) throw error;
    terminal.err(`${error.message}\n`);
    return exit.failed;
  }
  const watched = before === null ? null : reloadOnChange(proxy, file, before);
  signals.onReload(() => void proxy.configuration.reload('signal'));
  const reason = await Promise.race([signals.first, defect]);
  watched?.close();
  signals.stopping();
  log.logger.info({ reason }, 'shutting down');
  await proxy.close({ skipDelay: reason !== 'SIGTERM' });
  log.logger.info('stopped');
  return reason === 'defect' ? exit.failed : exit.ok;
}

/** Nothing is announced before both listeners are open. */
async function open(proxy: Proxy, config: Config, log: Log): Promise<void> {
  const { app, server } = createExpressServer();
  app.use(proxy);
  const at = await listen(proxy.attach(server), 'main', config.listen);
  await proxy.start();
  log.logger.info({ listener: 'main', ...at }, 'listening');
  const warning = unreachableListener(at.address);
  if (warning !== null) log.logger.warn(warning);
}

/** @param known what the file held just before it was loaded */
function reloadOnChange(proxy: Proxy, file: string, known: Buffer): WatchedFile {
  const onChange = (): void => void proxy.configuration.reload('file');
  return watchFile(file, { clock: systemClock, known, onChange });
}

/**
 * What is in a configuration before it is loaded: had it changed by the time that it is, watching it shows that.
 * @returns `null` for what cannot be read a second time, such as /dev/stdin, nor be watched
 */
function contentOf(file: string | null): Buffer | null {
  if (file === null || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  try {
    return readFileSync(file);
  } catch {
    // Loading it says what is wrong.
    return null;
  }
}
