import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import type { ProbeDone } from './probe.ts';
import { ProbeSlots } from './probe-slots.ts';
import { ServiceChecks } from './service-checks.ts';
import type { CheckedEndpoint } from './service-checks.ts';
import { checkedService } from './testing/checked-service.ts';

function endpoint(port: number): CheckedEndpoint {
  return { name: `127.0.0.1:${port}`, address: '127.0.0.1', port, authority: `127.0.0.1:${port}` };
}

function scene() {
  const clock = new FakeClock();
  const { check: config } = checkedService({ path: '/', jitter: '0%' });
  const running = new Map<number, ProbeDone>();
  const heard: string[] = [];
  const checks = new ServiceChecks(
    {
      config,
      clock,
      random: () => 0.5,
      slots: new ProbeSlots(64),
      probe: ({ port }, done) => {
        running.set(port, done);
        return () => running.delete(port);
      },
    },
    (name, { to }) => heard.push(`${name} ${to}`),
  );
  return { clock, checks, running, heard };
}

describe('the checks of a service', () => {
  it('are one for each of its endpoints, and say whose result it is', () => {
    const { checks, running, heard } = scene();
    checks.update([endpoint(1), endpoint(2)]);
    running.get(2)?.('refused');
    running.get(1)?.(null);
    expect(heard).toEqual(['127.0.0.1:2 unhealthy', '127.0.0.1:1 healthy']);
    expect(checks.health('127.0.0.1:2')).toBe('unhealthy');
    expect(checks.last('127.0.0.1:2')?.error).toBe('refused');
  });

  it('keep what is known of those that stay, and forget those that go', () => {
    const { checks, running } = scene();
    checks.update([endpoint(1), endpoint(2)]);
    running.get(1)?.('refused');
    running.get(2)?.('refused');
    checks.update([endpoint(2), endpoint(3)]);
    expect(checks.health('127.0.0.1:2')).toBe('unhealthy');
    checks.update([endpoint(1), endpoint(2)]);
    expect(checks.health('127.0.0.1:1')).toBe('unknown');
  });

  it('give up the probe of one that goes', () => {
    const { checks, running } = scene();
    checks.update([endpoint(1), endpoint(2)]);
    checks.update([endpoint(2)]);
    expect([...running.keys()]).toEqual([2]);
  });

  it('know nothing of an endpoint that they never had', () => {
    const { checks } = scene();
    expect(checks.health('10.0.0.1:80')).toBe('unknown');
    expect(checks.last('10.0.0.1:80')).toBe(null);
  });

  it('end all together', () => {
    const { clock, checks, running } = scene();
    checks.update([endpoint(1), endpoint(2)]);
    running.get(1)?.(null);
    running.delete(1);
    checks.stop();
    expect(running.size).toBe(0);
    expect(clock.pending).toBe(0);
  });
});
