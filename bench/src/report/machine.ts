import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What the numbers depend on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMib: number;
  readonly kernel: string;
  /** The Node that ran the bench, Hostler and the Node contenders. */
  readonly node: string;
  /** True under a hypervisor: neighbours that cannot be seen take time away. */
  readonly virtual: boolean;
  /** One-minute load average before the run: other work makes all numbers worse, p99 most. */
  readonly loadAverage: number;
}

/** Reads it now. */
export function describeMachine(): Machine {
  const [first] = cpus();
  return {
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryMib: Math.round(totalmem() / 2 ** 20),
    kernel: release(),
    node: process.version,
    virtual: /^flags\s*:.*\bhypervisor\b/m.test(readFileSync('/proc/cpuinfo', 'utf8')),
    loadAverage: loadavg()[0] ?? 0,
  };
}
