import type { Logger } from 'pino';
import type { ReloadDone, ReloadRefused, ReloadResult } from './reload-result.ts';

/** Names in one line; counts say how many there are. */
const mostNames = 20;

const refusals: Readonly<Record<ReloadRefused['outcome'], string>> = {
  invalid: 'the configuration is invalid; the one before stays in use',
  'tests-failed': 'tests of the configuration fail; the one before stays in use',
  failed: 'the configuration could not be reloaded; the one before stays in use',
};

/**
 * Writes down what came of a reload. Errors that the reload before had as well are counted, not repeated.
 * @param reason what was thrown, where that is why it failed
 */
export function logReload(
  logger: Logger,
  result: ReloadResult,
  before: ReloadResult | null,
  reason: unknown,
): void {
  if (result.ok) logDone(logger, result);
  else if (reason !== null) logger.error({ trigger: result.trigger, err: reason }, refusals.failed);
  else logRefused(logger, result, before);
}

function logDone(logger: Logger, { outcome, changed, warnings, ...result }: ReloadDone): void {
  const { version, hash, trigger } = result;
  const durationMs = Math.round(result.durationMs);
  const loadMs = Math.round(result.loadMs);
  if (outcome === 'unchanged') {
    logger.info({ version, hash, trigger, durationMs, loadMs }, 'the configuration says what it said before');
    return;
  }
  const { added, removed, changed: rebuilt, kept, restartRequired } = changed;
  const counts = { added: added.length, removed: removed.length, changed: rebuilt.length, kept };
  const services = [...added, ...removed, ...rebuilt].slice(0, mostNames);
  logger.info({ version, hash, trigger, durationMs, loadMs, ...counts, services }, 'configuration applied');
  if (warnings.length > 0) logger.warn({ warnings }, 'the configuration may not do what was meant');
  if (restartRequired.length > 0) {
    logger.warn({ settings: restartRequired }, 'these settings take effect with a restart only');
  }
}

function logRefused(logger: Logger, result: ReloadRefused, before: ReloadResult | null): void {
  const { outcome, trigger, errors } = result;
  const said = before?.ok === false && before.errors.join('\n') === errors.join('\n');
  logger.error(
    said ? { trigger, sameErrorsAsBefore: errors.length } : { trigger, errors },
    refusals[outcome],
  );
}
