import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { EndpointCheck } from './endpoint-check.ts';
import type { CheckResult } from './endpoint-check.ts';
import type { ProbeDone } from './probe.ts';
import { ProbeSlots } from './probe-slots.ts';
import { checkedService } from './testing/checked-service.ts';

/** Without jitter every 5 s, every second while changing, at most 2 s; twice up, three times down. */
const defaults = { path: '/', jitter: '0%' };

interface SceneOptions {
  readonly healthCheck?: object;
  readonly random?: () => number;
  readonly slots?: ProbeSlots;
}

/** A check whose probes end when the test says so. */
function scene({ healthCheck = {}, random = () => 0.5, slots = new ProbeSlots(64) }: SceneOptions = {}) {
  const clock = new FakeClock();
  const { check: config } = checkedService({ ...defaults, ...healthCheck });
  const begunAt: number[] = [];
  const results: CheckResult[] = [];
  let running: ProbeDone | null = null;
  let canceled = 0;
  const check = new EndpointCheck(
    { address: '127.0.0.1', port: 80, authority: 'a:80' },
    {
      config,
      slots,
      clock,
      random,
      probe: (_target, done) => {
        expect(running).toBe(null);
        begunAt.push(clock.now());
        running = done;
        return () => {
          running = null;
          canceled += 1;
        };
      },
    },
    (result) => results.push(result),
  );
  const end = (error: string | null): void => {
    const done = running;
    running = null;
    if (done === null) throw new Error('no probe is running');
    done(error);
  };
  return {
    clock,
    check,
    begunAt,
    results,
    slots,
    end,
    get canceled() {
      return canceled;
    },
  };
}

describe('the schedule', () => {
  it('begins at once, and goes on every interval', () => {
    const { clock, check, begunAt, end } = scene();
    check.start();
    for (let count = 0; count < 3; count++) {
      end(null);
      clock.advance(5_000);
    }
    expect(begunAt).toEqual([0, 5_000, 10_000, 15_000]);
  });

  it('counts the interval from the beginning of a probe', () => {
    const { clock, check, begunAt, end } = scene();
    check.start();
    clock.advance(1_500);
    end(null);
    clock.advance(3_499);
    expect(begunAt).toEqual([0]);
    clock.advance(1);
    expect(begunAt).toEqual([0, 5_000]);
  });

  it('never has two probes at the same time, however long one takes', () => {
    const { clock, check, begunAt, end } = scene({ healthCheck: { interval: '1s', timeout: '1s' } });
    check.start();
    clock.advance(7_000);
    expect(begunAt).toEqual([0]);
    end(null);
    clock.advance(1);
    expect(begunAt).toEqual([0, 7_001]);
  });

  it('is faster while the health is changing', () => {
    const { clock, check, begunAt, end } = scene();
    check.start();
    // Healthy at once, unhealthy with the third failure, healthy again with the second pass.
    for (const error of [null, 'refused', 'refused', 'refused', 'refused', null, null]) {
      end(error);
      const before = begunAt.length;
      while (begunAt.length === before) clock.advance(1_000);
    }
    expect(begunAt).toEqual([0, 5_000, 6_000, 7_000, 12_000, 17_000, 18_000, 23_000]);
  });

  it.each([
    { name: 'shortest', random: 0, at: 4_000 },
    { name: 'longest', random: 1 - Number.EPSILON, at: 6_000 },
  ])('has jitter: the $name interval', ({ random, at }) => {
    const { clock, check, begunAt, end } = scene({ healthCheck: { jitter: '20%' }, random: () => random });
    check.start();
    end(null);
    clock.advance(at - 1);
    expect(begunAt).toEqual([0]);
    clock.advance(1.01);
    expect(begunAt).toHaveLength(2);
  });

  it('begins at some time in the first interval where there are more than there are slots', () => {
    const slots = new ProbeSlots(1);
    const leave = slots.take(() => {});
    const { clock, check, begunAt } = scene({ slots, random: () => 0.25 });
    check.start();
    leave();
    clock.advance(1_249);
    expect(begunAt).toEqual([]);
    clock.advance(1);
    expect(begunAt).toEqual([1_250]);
  });

  it('gives its slot back between probes', () => {
    const { clock, check, slots, end } = scene({ slots: new ProbeSlots(1) });
    check.start();
    expect(slots.hasFree).toBe(false);
    end(null);
    expect(slots.hasFree).toBe(true);
    clock.advance(5_000);
    expect(slots.hasFree).toBe(false);
  });
});

describe('the health', () => {
  it('is what the first check says, and changes by rise and fall', () => {
    const { clock, check, results, end } = scene();
    expect(check.health).toBe('unknown');
    check.start();
    for (const error of [null, 'refused', 'refused', 'status 500', null, null]) {
      end(error);
      clock.advance(5_000);
    }
    expect(results.map(({ from, to, error }) => [from, to, error])).toEqual([
      ['unknown', 'healthy', null],
      ['healthy', 'healthy', 'refused'],
      ['healthy', 'healthy', 'refused'],
      ['healthy', 'unhealthy', 'status 500'],
      ['unhealthy', 'unhealthy', null],
      ['unhealthy', 'healthy', null],
    ]);
  });

  it('is bad at once when the first check fails', () => {
    const { check, end } = scene();
    check.start();
    end('refused');
    expect(check.health).toBe('unhealthy');
    expect(check.last?.error).toBe('refused');
  });

  it('comes with when the probe began', () => {
    const { clock, check, results, end } = scene();
    check.start();
    end(null);
    clock.advance(6_000);
    end(null);
    expect(results.map(({ startedAtMs }) => startedAtMs)).toEqual([0, 5_000]);
  });
});

describe('the end', () => {
  it('gives a probe up that runs, and its slot back', () => {
    const one = scene({ slots: new ProbeSlots(1) });
    one.check.start();
    one.check.stop();
    expect(one.canceled).toBe(1);
    expect(one.slots.hasFree).toBe(true);
    expect(one.clock.pending).toBe(0);
  });

  it('leaves no timer behind between two probes', () => {
    const { clock, check, begunAt, end } = scene();
    check.start();
    end(null);
    check.stop();
    expect(clock.pending).toBe(0);
    clock.advance(60_000);
    expect(begunAt).toEqual([0]);
  });

  it('leaves the queue', () => {
    const slots = new ProbeSlots(1);
    const { clock, check, begunAt } = scene({ slots });
    const leaveFirst = slots.take(() => {});
    check.start();
    clock.advance(2_500);
    check.stop();
    leaveFirst();
    expect(begunAt).toEqual([]);
    expect(slots.hasFree).toBe(true);
  });
});
