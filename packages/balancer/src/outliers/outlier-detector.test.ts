import { describe, expect, it } from 'vitest';
import { Watch } from '../../testing/watch.ts';

describe('a run of failures', () => {
  it.each([
    { name: 'gateway failures', counts: { gatewayFailure: 5 }, reason: 'gateway-failures' },
    { name: 'resets', counts: { reset: 5 }, reason: 'local-errors' },
    { name: 'connect failures', counts: { connectFailure: 5 }, reason: 'local-errors' },
    { name: 'header timeouts', counts: { headerTimeout: 5 }, reason: 'local-errors' },
    {
      name: 'local errors of all kinds',
      counts: { reset: 2, connectFailure: 2, headerTimeout: 1 },
      reason: 'local-errors',
    },
  ] as const)('of five $name ejects for ten seconds', ({ counts, reason }) => {
    const watch = new Watch(['a', 'b']);
    watch.waitMs(1_000);
    expect(watch.record('a', counts)).toEqual({ reason, untilMs: 11_000, times: 1 });
    expect(watch.detector.ejection('a')).toEqual({ reason, untilMs: 11_000, times: 1 });
    expect(watch.detector.ejection('b')).toBeNull();
  });

  it.each([
    { name: 'four of each kind', counts: { gatewayFailure: 4, reset: 4 } },
    { name: 'any number of the application’s own error statuses', counts: { errorStatus: 1_000 } },
    { name: 'no outcome at all', counts: {} },
  ])('is not $name', ({ counts }) => {
    expect(new Watch(['a', 'b']).record('a', counts)).toBeNull();
  });

  it('goes on over reports without an answer in them', () => {
    const watch = new Watch(['a', 'b']);
    expect(watch.record('a', { gatewayFailure: 2 })).toBeNull();
    expect(watch.record('a', { gatewayFailure: 2, reset: 1 })).toBeNull();
    expect(watch.record('a', {})).toBeNull();
    expect(watch.record('a', { gatewayFailure: 1 })).toMatchObject({ reason: 'gateway-failures' });
  });

  it.each([{ success: 1 }, { errorStatus: 1 }])('begins anew after an answer: %o', (answer) => {
    const watch = new Watch(['a', 'b']);
    watch.record('a', { gatewayFailure: 4 });
    watch.record('a', answer);
    expect(watch.record('a', { gatewayFailure: 4 })).toBeNull();
    expect(watch.record('a', { gatewayFailure: 1 })).toMatchObject({ reason: 'gateway-failures' });
  });

  it('is what comes after the last answer of a report, not the failures before it', () => {
    const watch = new Watch(['a', 'b']);
    expect(watch.record('a', { success: 1, gatewayFailure: 9, trailingGatewayFailures: 3 })).toBeNull();
    expect(watch.record('a', { gatewayFailure: 1 })).toBeNull();
    expect(watch.record('a', { success: 1, gatewayFailure: 5, trailingGatewayFailures: 5 })).not.toBeNull();
  });

  it('is one endpoint’s alone', () => {
    const watch = new Watch(['a', 'b']);
    watch.record('a', { reset: 4 });
    expect(watch.record('b', { reset: 4 })).toBeNull();
  });

  it('of an endpoint that is not known is nothing', () => {
    expect(new Watch(['a', 'b']).record('gone', { reset: 5 })).toBeNull();
  });
});

describe('the failure rate', () => {
  const failureRatePercent = 50;

  it('is not looked at by default', () => {
    const watch = new Watch(['a', 'b']);
    expect(watch.record('a', { success: 10, gatewayFailure: 90 })).toBeNull();
  });

  it('counts all 5xx and all local errors', () => {
    const watch = new Watch(['a', 'b'], { failureRatePercent });
    const counts = {
      success: 10,
      errorStatus: 4,
      gatewayFailure: 2,
      reset: 2,
      connectFailure: 1,
      headerTimeout: 1,
    };
    expect(watch.record('a', counts)).toEqual({ reason: 'failure-rate', untilMs: 10_000, times: 1 });
  });

  it.each([
    { name: 'too few requests', counts: { success: 9, errorStatus: 10 } },
    { name: 'a lower rate', counts: { success: 51, errorStatus: 49 } },
  ])('does not eject with $name', ({ counts }) => {
    expect(new Watch(['a', 'b'], { failureRatePercent }).record('a', counts)).toBeNull();
  });

  it('adds up within a window, not over two', () => {
    const watch = new Watch(['a', 'b'], { failureRatePercent });
    watch.record('a', { errorStatus: 10 });
    watch.waitMs(10_000);
    expect(watch.record('a', { errorStatus: 10 })).toBeNull();
    watch.waitMs(5_000);
    expect(watch.record('a', { errorStatus: 10 })).toMatchObject({ reason: 'failure-rate' });
  });

  it('does not eject on a report of answers alone, even when they make the requests enough', () => {
    const watch = new Watch(['a', 'b'], { failureRatePercent });
    watch.record('a', { errorStatus: 19 });
    expect(watch.record('a', { success: 5 })).toBeNull();
    expect(watch.record('a', { errorStatus: 1 })).toMatchObject({ reason: 'failure-rate' });
  });

  it('is counted from nothing after an ejection', () => {
    const watch = new Watch(['a', 'b'], { failureRatePercent });
    watch.record('a', { errorStatus: 20 });
    watch.detector.readmit('a');
    expect(watch.record('a', { errorStatus: 19 })).toBeNull();
  });
});

describe('an ejection', () => {
  it('ends when its time is over, not before', () => {
    const watch = new Watch(['a', 'b']);
    watch.eject('a');
    expect(watch.detector.nextChangeAtMs).toBe(10_000);
    watch.waitMs(9_999);
    expect(watch.advance()).toEqual([]);
    watch.waitMs(1);
    expect(watch.advance()).toEqual(['a']);
    expect(watch.detector.ejection('a')).toBeNull();
    expect(watch.detector.nextChangeAtMs).toBeNull();
    expect(watch.advance()).toEqual([]);
  });

  it('that ends first is the next change', () => {
    const watch = new Watch(['a', 'b', 'c', 'd']);
    watch.waitMs(3);
    watch.eject('b');
    watch.waitMs(4);
    watch.eject('a');
    expect(watch.detector.nextChangeAtMs).toBe(10_003);
    watch.waitMs(20_000);
    expect(watch.advance()).toEqual(['b', 'a']);
  });

  it('takes ten seconds longer each time, up to five minutes', () => {
    const watch = new Watch(['a', 'b']);
    const lastedMs = Array.from({ length: 32 }, () => watch.ejectForItsTime('a'));
    expect(lastedMs.slice(0, 4)).toEqual([10_000, 20_000, 30_000, 40_000]);
    expect(lastedMs.slice(28)).toEqual([290_000, 300_000, 300_000, 300_000]);
  });

  it('that is at its longest counts no further, so that the way back is not longer still', () => {
    const watch = new Watch(['a', 'b'], { maxEjectionMs: 25_000 });
    for (let count = 0; count < 10; count++) watch.ejectForItsTime('a');
    expect(watch.eject('a')).toMatchObject({ times: 3 });
  });

  it('is one shorter for every window that the endpoint stayed in', () => {
    const watch = new Watch(['a', 'b']);
    for (let count = 0; count < 4; count++) watch.ejectForItsTime('a');
    watch.waitMs(9_999);
    expect(watch.eject('a')).toMatchObject({ times: 5 });
    watch.waitMs(50_000);
    watch.advance();
    watch.waitMs(30_000);
    expect(watch.eject('a')).toMatchObject({ times: 3 });
    watch.waitMs(30_000);
    watch.advance();
    watch.waitMs(1_000_000);
    expect(watch.eject('a')).toMatchObject({ times: 1 });
  });

  it('does not count what ends during it', () => {
    const watch = new Watch(['a', 'b', 'c', 'd']);
    watch.eject('a');
    expect(watch.record('a', { gatewayFailure: 100, reset: 100 })).toBeNull();
    watch.waitMs(10_000);
    expect(watch.record('a', { reset: 100 })).toBeNull();
    watch.advance();
    expect(watch.record('a', { gatewayFailure: 4 })).toBeNull();
    expect(watch.record('a', { reset: 4 })).toBeNull();
  });
});

describe('a passing active check', () => {
  it('brings an ejected endpoint back, to be judged from nothing', () => {
    const watch = new Watch(['a', 'b']);
    watch.eject('a');
    expect(watch.detector.readmit('a')).toBe(true);
    expect(watch.detector.ejection('a')).toBeNull();
    expect(watch.record('a', { gatewayFailure: 4 })).toBeNull();
  });

  it('does not touch the counts of one that is not ejected', () => {
    const watch = new Watch(['a', 'b']);
    watch.record('a', { gatewayFailure: 4 });
    expect(watch.detector.readmit('a')).toBe(false);
    expect(watch.record('a', { gatewayFailure: 1 })).not.toBeNull();
  });

  it('does not make the next ejection shorter', () => {
    const watch = new Watch(['a', 'b']);
    watch.eject('a');
    watch.waitMs(2_000);
    watch.detector.readmit('a');
    expect(watch.eject('a')).toMatchObject({ times: 2 });
    watch.detector.readmit('a');
    // Until a window after the end that it had: 22 seconds.
    watch.waitMs(29_999);
    expect(watch.eject('a')).toMatchObject({ times: 3 });
  });

  it('of an endpoint that is not known does nothing', () => {
    expect(new Watch(['a', 'b']).detector.readmit('gone')).toBe(false);
  });
});

describe('who may be ejected', () => {
  it('is at most half of the endpoints, and the next one when another is back', () => {
    const watch = new Watch(['a', 'b', 'c', 'd']);
    watch.eject('a');
    watch.waitMs(1_000);
    watch.eject('b');
    expect(watch.record('c', { reset: 5 })).toBeNull();
    watch.waitMs(9_000);
    expect(watch.advance()).toEqual(['a']);
    expect(watch.record('c', { reset: 1 })).toMatchObject({ reason: 'local-errors' });
  });

  it('is never the only endpoint', () => {
    expect(new Watch(['a']).record('a', { reset: 100 })).toBeNull();
  });

  it('is not one without which nothing would be available, by the word of the caller', () => {
    const watch = new Watch(['a', 'b']);
    watch.mayEject = () => false;
    expect(watch.record('a', { reset: 5 })).toBeNull();
    expect(watch.detector.ejection('a')).toBeNull();
    watch.mayEject = () => true;
    expect(watch.record('a', { reset: 1 })).toMatchObject({ times: 1 });
  });

  it('is asked only about an endpoint that would go', () => {
    const watch = new Watch(['a', 'b']);
    const asked: string[] = [];
    watch.mayEject = (name) => {
      asked.push(name);
      return true;
    };
    watch.record('a', { reset: 4 });
    expect(asked).toEqual([]);
    watch.record('a', { reset: 1 });
    expect(asked).toEqual(['a']);
  });
});

describe('other endpoints', () => {
  it('leave the counts and the ejections of those that stay', () => {
    const watch = new Watch(['a', 'b', 'c']);
    watch.eject('a');
    watch.record('b', { reset: 4 });
    expect(watch.detector.endpoints(['b', 'a', 'd', 'e'])).toEqual([]);
    expect(watch.detector.ejection('a')).toMatchObject({ untilMs: 10_000 });
    expect(watch.record('b', { reset: 1 })).not.toBeNull();
  });

  it('begin with nothing counted, also one that was there before', () => {
    const watch = new Watch(['a', 'b', 'c']);
    watch.eject('a');
    watch.detector.endpoints(['b', 'c']);
    expect(watch.detector.nextChangeAtMs).toBeNull();
    watch.detector.endpoints(['a', 'b', 'c']);
    expect(watch.detector.ejection('a')).toBeNull();
    expect(watch.eject('a')).toMatchObject({ times: 1 });
  });

  it('that are so few that too many would be out bring back those with the least to wait', () => {
    const watch = new Watch(['a', 'b', 'c', 'd']);
    watch.eject('b');
    watch.waitMs(5);
    watch.eject('a');
    expect(watch.detector.endpoints(['a', 'b', 'c'])).toEqual(['b']);
    expect(watch.detector.ejection('b')).toBeNull();
    expect(watch.detector.endpoints(['a'])).toEqual(['a']);
    expect(watch.detector.nextChangeAtMs).toBeNull();
  });
});
