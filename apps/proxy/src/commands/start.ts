import { readFileSync, statSync } from 'node:fs';
import { systemClock } from '../clock.ts';
import { unreachableListener } from '../control-plane/container.ts';
import { watchFile } from '../control-plane/watch-file.ts';
import type { WatchedFile } from '../control-plane/watch-file.ts';
import { ListenError } from '../listen.ts';
import { createLog } from '../telemetry/logger.ts';
import type { Log } from '../telemetry/logger.ts';
import { workerCount } from '../workers/worker-count.ts';
import { WorkerGone } from '../workers/worker-gone.ts';
import { logDoubts } from './doubts.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { findConfig } from './find-config.ts';
import { load } from './load.ts';
import type { Loaded } from './load.ts';
import { serveHere } from './served-proxy.ts';
import type { ServedProxy } from './served-proxy.ts';
import { nextDefect } from './stop-reasons.ts';
import type { CaughtSignals } from './stop-reasons.ts';

/** How long the process may take to end by itself. @unit ms */
const exitTimeoutMs = 1_000;

/** The configuration that it starts with. */
interface Started extends Loaded {
  /** What the file held just before it was loaded; `null` when it cannot be watched. */
  readonly before: Buffer | null;
}

/** `hostler start`: serves until a signal, or a defect, ends it. */
export async function start(
  named: string | undefined,
  terminal: Terminal,
  signals: CaughtSignals,
): Promise<ExitCode> {
  const before = contentOf(findConfig(named));
  const loaded = load(named, terminal);
  if (loaded === null) return exit.usage;
  const workers = workerCount(loaded.config.workers);
  // Those write to stdout too.
  const log = createLog(1, workers === 1 ? null : { worker: null });
  let code: ExitCode = exit.failed;
  try {
    await logDoubts(loaded, log.logger);
    const proxy = await prepare(loaded, workers, log);
    code = await serve(proxy, { ...loaded, before }, log, terminal, signals);
  } catch (error) {
    log.logger.fatal({ err: error }, 'a defect in the process');
  }
  await log.close();
  // Everything is closed. Something that is left open all the same must not keep the process.
  setTimeout(() => process.exit(code), exitTimeoutMs).unref();
  return code;
}

/** With one worker there is no second process, nor anything that would lead it. */
async function prepare({ file, config }: Loaded, workers: number, log: Log): Promise<ServedProxy> {
  if (workers === 1) return serveHere(config, log, file);
  const { Primary } = await import('../workers/primary.ts');
  return new Primary(config, { workers, logger: log.logger, configFile: file });
}

async function serve(
  proxy: ServedProxy,
  { file, before }: Started,
  log: Log,
  terminal: Terminal,
  signals: CaughtSignals,
): Promise<ExitCode> {
  const defect = nextDefect(log.logger);
  try {
    await open(proxy, log);
  } catch (error) {
    await proxy.close({ skipDelay: true });
    if (!(error instanceof ListenError || error instanceof WorkerGone)) throw error;
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
async function open(proxy: ServedProxy, log: Log): Promise<void> {
  const at = await proxy.open();
  log.logger.info({ listener: 'main', ...at }, 'listening');
  const warning = unreachableListener(at.address);
  if (warning !== null) log.logger.warn(warning);
}

/** @param known what the file held just before it was loaded */
function reloadOnChange(proxy: ServedProxy, file: string, known: Buffer): WatchedFile {
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
