import { defineConfig } from '@hostler/config';
import type { LimitsConfig } from '@hostler/config';
import { describe, expect, it } from 'vitest';
import { share, shareOfLimits } from './share.ts';

function limitsOf(limits: object): LimitsConfig {
  const hosts = [{ address: '127.0.0.1', port: 1 }];
  const { services } = defineConfig({
    proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts, limits }] },
  });
  const [service] = services;
  if (service === undefined) throw new Error('no service');
  return service.limits;
}

describe("one worker's part", () => {
  it.each([
    { whole: 512, workers: 1, part: 512 },
    { whole: 512, workers: 2, part: 256 },
    { whole: 10, workers: 4, part: 3 },
    { whole: 1, workers: 8, part: 1 },
  ])('of $whole is $part with $workers workers', ({ whole, workers, part }) => {
    expect(share(whole, workers)).toBe(part);
  });

  it('of limits divides what counts requests, and nothing else', () => {
    const limits = limitsOf({
      maxBodyBytes: '1MiB',
      maxInFlight: 100,
      maxInFlightPerEndpoint: 50,
      queue: { size: 20, deadline: '3s' },
      adaptiveConcurrency: { min: 4, max: 40 },
      priority: 'high',
    });
    expect(shareOfLimits(limits, 4)).toEqual({
      maxBodyBytes: 1024 * 1024,
      maxInFlight: 25,
      maxInFlightPerEndpoint: 13,
      queue: { size: 5, deadlineMs: 3_000 },
      adaptiveConcurrency: { min: 1, max: 10 },
      priority: 'high',
    });
  });

  it('of limits that are off is off', () => {
    const limits = limitsOf({ maxInFlightPerEndpoint: 'off', queue: false });
    expect(shareOfLimits(limits, 4)).toEqual(limits);
  });

  it('of limits is all of them where there is one worker', () => {
    const limits = limitsOf({ maxInFlight: 100 });
    expect(shareOfLimits(limits, 1)).toBe(limits);
  });
});
