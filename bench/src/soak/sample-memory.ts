import type { ProxyProcess } from '../stage/proxy-process.ts';

const EVERY_MS = 1_000;

/** Reads the proxy's resident memory each second until it is stopped; then returns the samples. @unit KiB */
export function sampleMemory(proxy: Pick<ProxyProcess, 'rssKib'>): { stop(): readonly number[] } {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(proxy.rssKib()), EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}
