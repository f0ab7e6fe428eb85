import { describe, expect, it } from 'vitest';
import type { OutcomeCounts } from '@hostler/balancer';
import type { ServiceReport } from '../../data-plane/stats/service-report.ts';
import { endpointReport, histogram, outcomes, serviceReport } from '../testing/reports.ts';
import { DrillMachine } from './drill-machine.ts';
import type { DrillPlan } from './drill-machine.ts';
import type { DrillEnding, EndpointState } from './drill-state.ts';

const usable: EndpointState = { kind: 'usable' };
const plan: DrillPlan = { endpoint: 'a:1', fault: 'refuse', forMs: 1_000, responseHeaderMs: 5_000 };

function out(by: 'backoff' | 'ejection', remainingMs: number): EndpointState {
  return { kind: 'out', by, remainingMs };
}

/** What a data plane says of the endpoint `a:1`, and of the service. */
function said(counts: Partial<OutcomeCounts>, service: Partial<ServiceReport> = {}): ServiceReport {
  return serviceReport('shop', {
    endpoints: [endpointReport('a:1', { counts: outcomes(counts) }), endpointReport('b:1')],
    ...service,
  });
}

/** One whose fault has begun at 1000. */
function failing(changed: Partial<DrillPlan> = {}): DrillMachine {
  const machine = new DrillMachine({ ...plan, ...changed }, 0);
  machine.due(usable, true, 1_000);
  return machine;
}

function endingOf({ state }: DrillMachine): DrillEnding {
  if (state.kind !== 'done') throw new Error(`it is ${state.kind}`);
  return state.ending;
}

describe('the course of a drill', () => {
  it('goes from the baseline to the fault, to the recovery, to its end', () => {
    const machine = new DrillMachine(plan, 0);
    expect([machine.state.kind, machine.nextAtMs(0)]).toEqual(['baseline', 1_000]);
    machine.reported(said({ success: 3 }, { requests: 3 }), usable, 500);
    machine.due(usable, true, 1_000);
    expect([machine.state.kind, machine.nextAtMs(1_000)]).toEqual(['failing', 2_000]);
    machine.reported(said({ connectFailure: 1 }, { requests: 4, retries: 1 }), out('backoff', 250), 1_100);
    machine.due(out('backoff', 0), true, 2_000);
    expect([machine.state.kind, machine.nextAtMs(2_000)]).toEqual(['recovering', 2_250]);
    machine.reported(said({ success: 1 }, { requests: 1 }), usable, 2_100);
    expect(machine.state.kind).toBe('recovering');
    machine.due(usable, true, 2_250);
    const { evidence, ...ending } = endingOf(machine);
    expect(machine.nextAtMs(2_250)).toBeNull();
    expect(ending).toEqual({ faultEndedAtMs: 2_000, backAtMs: 2_100, endpoint: usable, stopped: null });
    expect(evidence).toMatchObject({
      baselineMs: 1_000,
      beganAtMs: 1_000,
      answered: 0,
      failed: 1,
      firstFailedAtMs: 1_100,
      takenOut: { atMs: 1_100, by: 'backoff' },
    });
    expect(evidence.baseline.counts().requests).toBe(3);
    expect(evidence.drill.counts()).toMatchObject({ requests: 5, retries: 1 });
  });

  it('is not ahead of its time', () => {
    const machine = new DrillMachine(plan, 0);
    machine.due(usable, true, 999);
    expect(machine.state.kind).toBe('baseline');
    machine.due(usable, true, 1_000);
    machine.due(usable, true, 1_999);
    expect(machine.state.kind).toBe('failing');
  });

  it('does not begin when endpoints have gone meanwhile', () => {
    const machine = new DrillMachine(plan, 0);
    machine.due(usable, false, 1_000);
    const { stopped, evidence, faultEndedAtMs } = endingOf(machine);
    expect([stopped, faultEndedAtMs - evidence.beganAtMs]).toEqual(['too-few', 0]);
  });

  it('counts the time to eject from the first failed attempt', () => {
    const machine = failing({ fault: 'reset' });
    machine.reported(said({ reset: 2 }), usable, 1_100);
    machine.reported(said({ reset: 3 }), out('ejection', 10_000), 1_400);
    machine.due(out('ejection', 9_400), true, 2_000);
    const { state } = machine;
    expect(state).toMatchObject({
      kind: 'recovering',
      evidence: { failed: 5, firstFailedAtMs: 1_100, takenOut: { atMs: 1_400, by: 'ejection' } },
      giveUpAtMs: 2_000 + 9_400 + 15_000,
    });
  });

  it('does not believe that an endpoint is out for its fault before an attempt has failed', () => {
    const machine = failing();
    machine.reported(said({}), out('ejection', 100), 1_100);
    expect(machine.state).toMatchObject({ evidence: { takenOut: null, firstFailedAtMs: null } });
  });

  it('waits for what hangs, and for the endpoint if that takes it out', () => {
    const machine = failing({ fault: 'hang' });
    machine.due(usable, true, 2_000);
    expect(machine.nextAtMs(2_000)).toBe(2_000 + 5_000 + 250);
    machine.reported(said({ success: 1 }), usable, 2_100);
    machine.reported(said({ headerTimeout: 1 }), out('backoff', 250), 6_100);
    expect(machine.state).toMatchObject({ backAtMs: null, evidence: { takenOut: { atMs: 6_100 } } });
    machine.due(out('backoff', 0), true, 7_250);
    expect(machine.state.kind).toBe('recovering');
    machine.reported(said({ success: 1 }), usable, 7_400);
    expect(endingOf(machine).backAtMs).toBe(7_400);
  });

  it('gives up on an endpoint that nobody asks again', () => {
    const machine = failing();
    machine.reported(said({ connectFailure: 1 }), out('backoff', 250), 1_100);
    machine.due(out('backoff', 0), true, 2_000);
    machine.due(out('backoff', 0), true, 2_250);
    expect(machine.nextAtMs(2_250)).toBe(17_250);
    machine.due(out('backoff', 0), true, 17_250);
    expect(endingOf(machine)).toMatchObject({ backAtMs: null, endpoint: { kind: 'out', remainingMs: 0 } });
  });

  it('waits 5 minutes for an ejected endpoint and no longer', () => {
    const machine = failing({ fault: 'reset' });
    machine.reported(said({ reset: 5 }), out('ejection', 3_600_000), 1_100);
    machine.due(out('ejection', 3_599_100), true, 2_000);
    expect(machine.nextAtMs(2_250)).toBe(302_000);
  });

  it.each([
    { name: 'endpoint-gone', endpoint: { kind: 'gone' } },
    { name: 'endpoint-drained', endpoint: { kind: 'drained' } },
  ] as const)('ends with $name when a report finds it so', ({ name, endpoint }) => {
    for (const machine of [new DrillMachine(plan, 0), failing()]) {
      machine.reported(said({}), endpoint, 1_500);
      expect(endingOf(machine).stopped).toBe(name);
    }
  });

  it('measures requests after the fault only if they began before its end', () => {
    const machine = failing();
    machine.due(usable, true, 2_000);
    machine.reported(said({}, { requests: 2, latency: histogram(40, 150) }), usable, 2_100);
    machine.due(usable, true, 2_250);
    const { requests, latencyMs } = endingOf(machine).evidence.drill.counts();
    expect(requests).toBe(2);
    expect(Math.abs((latencyMs?.p50 ?? 0) - 150)).toBeLessThan(8);
  });

  it('does not count what was answered before the fault and reported after it began', () => {
    const machine = failing({ fault: 'slow' });
    machine.reported(said({ success: 5 }), usable, 1_050);
    machine.reported(said({ success: 1 }), usable, 1_150);
    expect(machine.state).toMatchObject({ evidence: { answered: 1 } });
  });

  it('keeps its end', () => {
    const machine = failing();
    machine.stop('caller-left', usable, 1_200);
    const { state } = machine;
    machine.stop('shutting-down', usable, 1_300);
    machine.reported(said({ connectFailure: 1 }), usable, 1_400);
    machine.due(usable, true, 9_000);
    expect(machine.state).toBe(state);
    expect(endingOf(machine)).toMatchObject({ stopped: 'caller-left', faultEndedAtMs: 1_200 });
  });
});
