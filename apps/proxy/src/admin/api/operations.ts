import type { Operation } from '../operation.ts';
import { getConfig, getConfigHistory, reloadConfig } from './config.ts';
import { runDrill } from './drill.ts';
import { drainEndpoint, undrainEndpoint, weighEndpoint } from './endpoints.ts';
import { explainRequest } from './explain.ts';
import { getService, listServices } from './services.ts';

/** The whole API: what is served, and what docs/openapi.yaml is made of. To add an operation, add it here. */
export const operations: readonly Operation[] = [
  listServices,
  getService,
  drainEndpoint,
  undrainEndpoint,
  weighEndpoint,
  getConfig,
  getConfigHistory,
  reloadConfig,
  explainRequest,
  runDrill,
];
