export { ConfigInvalid, defineConfig, formatErrors, loadConfig } from '@hostler/config';
export type { Config, ConfigError, ConfigInput, ConfigSource, LoadResult } from '@hostler/config';
export type { Clock, Timer } from './clock.ts';
export type { ConfigDiff, ServiceDiff } from './control-plane/configuration/config-diff.ts';
export type { AppliedConfig, HistoryEntry } from './control-plane/configuration/config-history.ts';
export type { ConfigManager } from './control-plane/configuration/config-manager.ts';
export type { FieldChange } from './control-plane/configuration/field-changes.ts';
export { redact } from './control-plane/configuration/redact.ts';
export type {
  ReloadDone,
  ReloadOutcome,
  ReloadRefused,
  ReloadResult,
  ReloadTrigger,
} from './control-plane/configuration/reload-result.ts';
export type { ShutdownOptions } from './control-plane/shutdown.ts';
export type { ConfigChange } from './data-plane/config-change.ts';
export { createProxy } from './create-proxy.ts';
export type { Proxy, ProxyOptions } from './create-proxy.ts';
export type { FailedTest } from './explain/route-tests.ts';
export { ListenError } from './listen.ts';
export { createLog } from './telemetry/logger.ts';
export type { Log } from './telemetry/logger.ts';
