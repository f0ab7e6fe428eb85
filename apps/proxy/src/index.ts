export { ConfigInvalid, defineConfig, formatErrors, loadConfig } from '@hostler/config';
export type { Config, ConfigError, ConfigInput, ConfigSource, LoadResult } from '@hostler/config';
export type { Clock, Timer } from './clock.ts';
export type { ShutdownOptions } from './control-plane/shutdown.ts';
export { createProxy } from './create-proxy.ts';
export type { Proxy, ProxyOptions } from './create-proxy.ts';
export { ListenError } from './listen.ts';
export { createLog } from './telemetry/logger.ts';
export type { Log } from './telemetry/logger.ts';
