import { Gauge, Registry } from 'prom-client';
import type { ServiceView } from '../../control-plane/views.ts';
import { Slices } from '../../data-plane/slices.ts';
import { configMetrics } from './config-metrics.ts';
import type { ReloadCounts } from './config-metrics.ts';
import { endpointMetrics } from './endpoint-metrics.ts';
import { processMetrics } from './process-metrics.ts';
import { serviceMetrics } from './service-metrics.ts';

/** Where the numbers come from; asked when somebody looks, so that requests pay nothing for metrics. */
export interface MetricsParts {
  readonly version: string;
  readonly services: () => readonly ServiceView[];
  readonly configuration: ReloadCounts;
}

/** What Prometheus scrapes. */
export interface Metrics {
  readonly contentType: string;
  /** All series as they are now, in the text format of Prometheus. Ten thousand services are written between requests. */
  read(): Promise<string>;
}

export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  let services: readonly ServiceView[] = [];
  const build = new Gauge({
    name: 'hostler_build_info',
    help: 'Always 1; the version is its label.',
    labelNames: ['version'],
    registers,
  });
  build.set({ version: parts.version }, 1);
  configMetrics(registers, parts.configuration);
  serviceMetrics(registers, () => services);
  endpointMetrics(registers, () => services);
  const write = async (): Promise<string> => {
    services = parts.services();
    const families: string[] = [];
    const slices = new Slices();
    for (const { name } of registry.getMetricsAsArray()) {
      families.push(await registry.getSingleMetricAsString(name));
      if (slices.over) await slices.next();
    }
    families.push(await processMetrics().metrics());
    return families.join('\n\n');
  };
  // Two who ask at the same time get the same.
  let writing: Promise<string> | null = null;
  return {
    contentType: registry.contentType,
    read() {
      writing ??= write().finally(() => {
        writing = null;
        services = [];
      });
      return writing;
    },
  };
}
