import type { Registry } from 'prom-client';
import type { ConfigManager } from '../../control-plane/configuration/config-manager.ts';
import { totals, values } from './family.ts';
import type { Sample } from './family.ts';

/** What is known of the reloads of a configuration. */
export type ReloadCounts = Pick<ConfigManager, 'reloads' | 'lastResult' | 'lastSuccessAtMs'>;

/** Reloads by what came of them: an alert on the second or third one catches a file that nobody fixes. */
export function configMetrics(registers: Registry[], configuration: ReloadCounts): void {
  totals(registers, {
    name: 'hostler_config_reloads_total',
    help: 'Reloads of the configuration by result; all but applied and unchanged left the one before in use.',
    labelNames: ['result'],
    samples: () =>
      Object.entries(configuration.reloads).map(([result, count]): Sample<'result'> => [{ result }, count]),
  });
  values(registers, {
    name: 'hostler_config_last_reload_successful',
    help: 'Whether the last reload was successful: 1 or 0. 1 before the first.',
    labelNames: [],
    samples: () => [[{}, configuration.lastResult?.ok === false ? 0 : 1]],
  });
  values(registers, {
    name: 'hostler_config_last_success_timestamp_seconds',
    help: 'When a configuration was last loaded with success, in seconds since 1970.',
    labelNames: [],
    samples: () => [[{}, configuration.lastSuccessAtMs / 1000]],
  });
}
