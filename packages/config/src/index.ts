/** The configuration language: reading, checking, resolving and describing it. */
export type {
  AdminConfig,
  Config,
  EndpointConfig,
  ListenerConfig,
  OverloadConfig,
  RouteConfig,
  RouteTestConfig,
  ServiceConfig,
  ShutdownConfig,
} from './config.ts';
export { formatErrors } from './config-error.ts';
export type { ConfigError } from './config-error.ts';
export { closestWord } from './closest-word.ts';
export { ConfigInvalid, defineConfig, parseConfigObject } from './define-config.ts';
export { jsonSchema, jsonSchemaText } from './describe/json-schema.ts';
export { configurationMarkdown } from './describe/markdown.ts';
export { devConfig, devServices } from './generator/dev-config.ts';
export type { DevConfigOptions, DevService } from './generator/dev-config.ts';
export { parseEndpointList } from './endpoint-list.ts';
export type { EndpointListResult } from './endpoint-list.ts';
export { generateConfig } from './generator/generate-config.ts';
export { nextSteps } from './generator/next-steps.ts';
export type { NextSteps } from './generator/next-steps.ts';
export type { GenerateOptions } from './generator/options.ts';
export { writeConfig } from './generator/write-config.ts';
export type { WriteResult } from './generator/write-config.ts';
export { formatWarnings } from './lint/config-warning.ts';
export type { ConfigWarning } from './lint/config-warning.ts';
export type { WarningKind } from './lint/finding.ts';
export { loadConfig } from './load-config.ts';
export type { ConfigSource, LoadResult } from './load-config.ts';
export type { ProblemKind } from './problem.ts';
export type { PolicyName } from './schema/load-balancing.ts';
export type { ConfigInput } from './schema/proxy.ts';
export type {
  CircuitBreakerConfig,
  DiscoveryConfig,
  DnsDiscoveryConfig,
  FileDiscoveryConfig,
  HealthCheckConfig,
  HttpHealthCheckConfig,
  LimitsConfig,
  LoadBalancingConfig,
  OutlierDetectionConfig,
  RetryConfig,
  SrvDiscoveryConfig,
  StickyConfig,
  TcpHealthCheckConfig,
  TimeoutsConfig,
} from './service-config.ts';
export type { HashOn } from './values/hash-on.ts';
export type { JsonSchema } from './values/value-type.ts';
export type { HostHeader } from './values/host-header.ts';
export type { RetryCondition } from './values/retry-condition.ts';
export type { Environment } from './yaml/environment.ts';
