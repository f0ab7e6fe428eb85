import { hostname } from 'node:os';

/** Which process answered. Behind one address there may be several, and what an operator sets holds in one of them. */
export interface Replica {
  /** `HOSTNAME`, which is the pod in Kubernetes; else the machine's. */
  readonly name: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly version: string;
}

/** This process. */
export function thisReplica(version: string, env: NodeJS.ProcessEnv = process.env): Replica {
  const named = env['HOSTNAME'] ?? '';
  return {
    name: named === '' ? hostname() : named,
    pid: process.pid,
    startedAt: new Date(performance.timeOrigin).toISOString(),
    version,
  };
}
