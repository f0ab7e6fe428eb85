import { defineConfig } from '@hostler/config';
import type { OutlierDetectionConfig } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { endpointReport, gatewayFailures } from '../testing/reports.ts';
import { Ejections } from './ejections.ts';

const names = ['a:80', 'b:80', 'c:80', 'd:80'];

function defaults(): OutlierDetectionConfig {
  const hosts = [{ address: '10.0.0.1', port: 80 }];
  const { services } = defineConfig({ proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts }] } });
  const options = services[0]?.outlierDetection ?? null;
  if (options === null) throw new Error('outlier detection is off');
  return options;
}

function scene() {
  const clock = new FakeClock();
  const over: unknown[] = [];
  const write = (line: string): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a log line is one JSON object
    const { endpoint, by } = JSON.parse(line) as { endpoint: string; by?: string };
    if (by !== undefined) over.push(`${endpoint} by ${by}`);
  };
  let mayEject = true;
  let told = 0;
  const ejections = new Ejections(defaults(), {
    service: 'shop',
    clock,
    logger: pino({ base: null }, { write }),
    hasOther: () => mayEject,
    onOver: () => (told += 1),
  });
  ejections.update(new Set(names));
  const fail = (name: string, isAllowed = true): boolean => {
    mayEject = isAllowed;
    return ejections.record([endpointReport(name, { counts: gatewayFailures(5) })]);
  };
  return {
    clock,
    over,
    ejections,
    fail,
    get told() {
      return told;
    },
  };
}

describe('an ejection', () => {
  it('ends by itself, with one timer for all that there are', () => {
    const one = scene();
    const { clock, over, ejections, fail } = one;
    expect(ejections.isEmpty).toBe(true);
    fail('a:80');
    clock.advance(4_000);
    fail('b:80');
    expect(clock.pending).toBe(1);
    clock.advance(6_000);
    expect(over).toEqual(['a:80 by time']);
    expect(one.told).toBe(1);
    clock.advance(4_000);
    expect(over).toEqual(['a:80 by time', 'b:80 by time']);
    expect(ejections.isEmpty).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('gets longer each time', () => {
    const { clock, ejections, fail } = scene();
    fail('a:80');
    clock.advance(10_000);
    fail('a:80');
    expect(ejections.of('a:80')).toMatchObject({ times: 2, untilMs: 30_000 });
  });

  it('does not happen where no other endpoint would be left', () => {
    const { clock, fail } = scene();
    expect(fail('a:80', false)).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('ends with its endpoint, without a word', () => {
    const { clock, over, ejections, fail } = scene();
    fail('a:80');
    ejections.update(new Set(['b:80', 'c:80']));
    expect(clock.pending).toBe(0);
    expect(over).toEqual([]);
  });

  it('ends when so many others went that too large a share would be out', () => {
    const { clock, over, ejections, fail } = scene();
    fail('a:80');
    clock.advance(1_000);
    fail('b:80');
    ejections.update(new Set(['a:80', 'b:80']));
    expect(over).toEqual(['a:80 by time']);
    expect(ejections.of('b:80')).not.toBe(null);
  });
});

describe('a passing check', () => {
  it('ends the ejection that it came after', () => {
    const { clock, over, ejections, fail } = scene();
    clock.advance(1_000);
    fail('a:80');
    expect(ejections.readmit('a:80', 999)).toBe(false);
    expect(ejections.readmit('a:80', 1_000)).toBe(true);
    expect(over).toEqual(['a:80 by a passing check']);
    expect(clock.pending).toBe(0);
  });

  it('says nothing of an endpoint that is not out', () => {
    expect(scene().ejections.readmit('a:80', 0)).toBe(false);
  });
});
