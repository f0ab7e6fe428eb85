import type { FaultKind } from '../../data-plane/forwarding/faults/injected-fault.ts';
import type { EndpointReport, ServiceReport } from '../../data-plane/stats/service-report.ts';
import type { DrillState, EndpointState, Evidence, StopReason } from './drill-state.ts';
import { baselineMs, longestRecoveryMs, recoveryGraceMs, reportEveryMs, settlingMs } from './drill-times.ts';
import { Tally } from './tally.ts';

/** What a drill goes by. */
export interface DrillPlan {
  /** Name of the endpoint. */
  readonly endpoint: string;
  readonly fault: FaultKind;
  readonly forMs: number;
  /** `timeouts.responseHeader` of the service. */
  readonly responseHeaderMs: number | null;
}

type StateOf<Kind extends DrillState['kind']> = Extract<DrillState, { kind: Kind }>;

/**
 * The course of a drill: baseline, fault, recovery, done. Pure: it is told what was reported and what time it is, and
 * says whether the fault should be there and when it wants to be called again.
 */
export class DrillMachine {
  readonly #plan: DrillPlan;
  #state: DrillState;

  constructor(plan: DrillPlan, nowMs: number) {
    this.#plan = plan;
    const untilMs = nowMs + baselineMs(plan.forMs);
    this.#state = { kind: 'baseline', beganAtMs: nowMs, untilMs, tally: new Tally() };
  }

  get state(): DrillState {
    return this.#state;
  }

  /** When to call `due`; `null` when it is done. */
  nextAtMs(nowMs: number): number | null {
    const state = this.#state;
    switch (state.kind) {
      case 'baseline':
      case 'failing':
        return state.untilMs;
      case 'recovering':
        return nowMs < state.settledAtMs ? state.settledAtMs : state.giveUpAtMs;
      default:
        return null;
    }
  }

  /** A data plane has counted. @param endpoint as it is with that */
  reported(report: ServiceReport, endpoint: EndpointState, nowMs: number): void {
    const state = this.#state;
    if (state.kind === 'done') return;
    tallyUp(state, report, nowMs);
    if (endpoint.kind === 'gone') this.stop('endpoint-gone', endpoint, nowMs);
    else if (endpoint.kind === 'drained') this.stop('endpoint-drained', endpoint, nowMs);
    else if (state.kind !== 'baseline') this.#learn(state, report, endpoint, nowMs);
  }

  /** Time has passed. @param mayBegin whether, with the baseline over, the fault may be put in */
  due(endpoint: EndpointState, mayBegin: boolean, nowMs: number): void {
    const state = this.#state;
    if (state.kind === 'baseline' && nowMs >= state.untilMs) {
      if (mayBegin) this.#fail(state, nowMs);
      else this.stop('too-few', endpoint, nowMs);
    } else if (state.kind === 'failing' && nowMs >= state.untilMs) {
      this.#state = this.#recovering(state.evidence, endpoint, nowMs);
    } else if (state.kind === 'recovering') {
      const { evidence, backAtMs, settledAtMs, giveUpAtMs } = state;
      const isOver = evidence.takenOut === null || backAtMs !== null;
      if (nowMs >= (isOver ? settledAtMs : giveUpAtMs)) this.#end({ ...state, endpoint }, null);
    }
  }

  /** Ends it, with what is known so far. */
  stop(why: StopReason, endpoint: EndpointState, nowMs: number): void {
    const state = this.#state;
    switch (state.kind) {
      case 'baseline':
        this.#fail(state, nowMs);
        this.stop(why, endpoint, nowMs);
        break;
      case 'failing':
        this.#end(this.#recovering(state.evidence, endpoint, nowMs), why);
        break;
      case 'recovering':
        this.#end({ ...state, endpoint }, why);
        break;
      case 'done':
        break;
    }
  }

  #fail({ beganAtMs, tally }: StateOf<'baseline'>, nowMs: number): void {
    this.#state = {
      kind: 'failing',
      untilMs: nowMs + this.#plan.forMs,
      evidence: {
        baseline: tally,
        baselineMs: nowMs - beganAtMs,
        drill: new Tally(),
        beganAtMs: nowMs,
        answered: 0,
        failed: 0,
        inFlight: 0,
        firstFailedAtMs: null,
        takenOut: null,
      },
    };
  }

  #learn(
    state: StateOf<'failing' | 'recovering'>,
    { endpoints }: ServiceReport,
    endpoint: EndpointState,
    nowMs: number,
  ): void {
    const report = endpoints.find(({ name }) => name === this.#plan.endpoint);
    const ended = report === undefined ? nothingEnded : endedOf(report);
    const evidence = learned(state, ended, endpoint, nowMs);
    if (state.kind === 'failing') {
      this.#state = { ...state, evidence };
      return;
    }
    const { faultEndedAtMs, settledAtMs } = state;
    let { backAtMs, giveUpAtMs } = state;
    if (endpoint.kind === 'out') {
      backAtMs = null;
      giveUpAtMs = Math.max(giveUpAtMs, giveUpAt(faultEndedAtMs, settledAtMs, endpoint, nowMs));
    } else if (ended.answered > 0) {
      backAtMs ??= nowMs;
    }
    this.#state = { ...state, evidence, backAtMs, giveUpAtMs, endpoint };
    this.due(endpoint, false, nowMs);
  }

  #recovering(evidence: Evidence, endpoint: EndpointState, nowMs: number): StateOf<'recovering'> {
    const settledAtMs = nowMs + settlingMs(this.#plan.fault, this.#plan.responseHeaderMs);
    return {
      kind: 'recovering',
      evidence,
      faultEndedAtMs: nowMs,
      settledAtMs,
      giveUpAtMs: giveUpAt(nowMs, settledAtMs, endpoint, nowMs),
      backAtMs: null,
      endpoint,
    };
  }

  #end(state: StateOf<'recovering'>, stopped: StopReason | null): void {
    const { evidence, faultEndedAtMs, backAtMs, endpoint } = state;
    this.#state = { kind: 'done', ending: { evidence, faultEndedAtMs, backAtMs, endpoint, stopped } };
  }
}

function tallyUp(state: Exclude<DrillState, StateOf<'done'>>, report: ServiceReport, nowMs: number): void {
  switch (state.kind) {
    case 'baseline':
      state.tally.add(report);
      break;
    case 'failing':
      state.evidence.drill.add(report);
      break;
    case 'recovering':
      // What took less began after the fault: many of those would hide what the fault did to the slowest.
      state.evidence.drill.add(report, nowMs - state.faultEndedAtMs);
      break;
  }
}

/** Attempts at the endpoint since the report before. */
interface Ended {
  readonly answered: number;
  readonly failed: number;
  readonly inFlight: number;
}

const nothingEnded: Ended = { answered: 0, failed: 0, inFlight: 0 };

function endedOf({ counts, inFlight }: EndpointReport): Ended {
  const { success, errorStatus, gatewayFailure, reset, connectFailure, headerTimeout } = counts;
  const failed = gatewayFailure + reset + connectFailure + headerTimeout;
  return { answered: success + errorStatus, failed, inFlight };
}

function learned(
  { kind, evidence }: StateOf<'failing' | 'recovering'>,
  { answered, failed, inFlight }: Ended,
  endpoint: EndpointState,
  nowMs: number,
): Evidence {
  const firstFailedAtMs = evidence.firstFailedAtMs ?? (failed > 0 ? nowMs : null);
  const isNewlyOut = evidence.takenOut === null && firstFailedAtMs !== null && endpoint.kind === 'out';
  // The first report has counted what was answered before the fault, too.
  const isOfFault = kind === 'failing' && nowMs - evidence.beganAtMs >= reportEveryMs;
  return {
    ...evidence,
    answered: evidence.answered + (isOfFault ? answered : 0),
    failed: evidence.failed + failed,
    inFlight: Math.max(evidence.inFlight, inFlight),
    firstFailedAtMs,
    takenOut: isNewlyOut ? { atMs: nowMs, by: endpoint.by } : evidence.takenOut,
  };
}

function giveUpAt(
  faultEndedAtMs: number,
  settledAtMs: number,
  endpoint: EndpointState,
  nowMs: number,
): number {
  const usableAtMs = nowMs + (endpoint.kind === 'out' ? endpoint.remainingMs : 0);
  return Math.min(faultEndedAtMs + longestRecoveryMs, Math.max(settledAtMs, usableAtMs) + recoveryGraceMs);
}
