import type { ServiceConfig } from '@hostler/config';
import type { Clock, Timer } from '../../clock.ts';
import type { InjectedFault } from '../../data-plane/forwarding/faults/injected-fault.ts';
import type { ServiceReport } from '../../data-plane/stats/service-report.ts';
import { DrillMachine } from './drill-machine.ts';
import type { DrillOrder } from './drill-order.ts';
import type { DrillLatency, DrillReport } from './drill-report.ts';
import type { DrillEnding, EndpointState, StopReason } from './drill-state.ts';
import { judge } from './verdict.ts';
import type { JudgedDrill } from './verdict.ts';

/** What one drill works with. */
export interface DrillParts {
  readonly clock: Clock;
  /** How the endpoint is now. */
  readonly look: () => EndpointState;
  /** Whether enough endpoints are available. */
  readonly mayBegin: () => boolean;
  /** Puts the fault in, again too, or takes it out. @returns whether there is such an endpoint */
  readonly inject: (fault: InjectedFault | null) => boolean;
}

/** One drill: the machine with a clock and a hand on the fault, which it takes out whatever happens. */
export class Drill {
  readonly #order: DrillOrder;
  readonly #plan: JudgedDrill;
  readonly #parts: DrillParts;
  readonly #machine: DrillMachine;
  readonly #result = Promise.withResolvers<DrillReport>();
  #timer: Timer | null = null;
  #isInjected = false;

  constructor(order: DrillOrder, endpoint: string, config: ServiceConfig, parts: DrillParts) {
    const { timeouts, outlierDetection } = config;
    this.#order = order;
    this.#parts = parts;
    this.#plan = {
      endpoint,
      fault: order.fault,
      forMs: order.forMs,
      responseHeaderMs: timeouts.responseHeaderMs,
      consecutiveFailures: outlierDetection?.consecutiveFailures ?? null,
    };
    this.#machine = new DrillMachine(this.#plan, parts.clock.now());
    this.#follow();
  }

  get fault(): InjectedFault {
    return { endpoint: this.#plan.endpoint, kind: this.#plan.fault };
  }

  /** Comes when the drill is over, however it ended. Never rejected. */
  get result(): Promise<DrillReport> {
    return this.#result.promise;
  }

  reported(report: ServiceReport): void {
    this.#machine.reported(report, this.#parts.look(), this.#parts.clock.now());
    this.#follow();
  }

  /** The data planes go by another configuration, which knows of no fault. */
  configured(): void {
    if (this.#parts.look().kind === 'gone') this.stop('endpoint-gone');
    else if (this.#isInjected) this.#inject();
  }

  stop(why: StopReason): void {
    this.#machine.stop(why, this.#parts.look(), this.#parts.clock.now());
    this.#follow();
  }

  /** Does what the state of the machine asks for. */
  #follow(): void {
    const { state } = this.#machine;
    if (state.kind === 'failing' && !this.#isInjected) this.#inject();
    else if (state.kind !== 'failing') this.#takeOut();
    this.#arm();
    const now = this.#machine.state;
    if (now.kind === 'done') this.#result.resolve(this.#report(now.ending));
  }

  #inject(): void {
    this.#isInjected = true;
    if (!this.#parts.inject(this.fault)) this.stop('endpoint-gone');
  }

  #takeOut(): void {
    if (!this.#isInjected) return;
    this.#isInjected = false;
    this.#parts.inject(null);
  }

  #arm(): void {
    this.#timer?.close();
    const { clock } = this.#parts;
    const nowMs = clock.now();
    const nextMs = this.#machine.nextAtMs(nowMs);
    this.#timer = nextMs === null ? null : clock.setTimeout(() => this.#due(), Math.max(0, nextMs - nowMs));
  }

  #due(): void {
    const { look, mayBegin, clock } = this.#parts;
    this.#machine.due(look(), mayBegin(), clock.now());
    this.#follow();
  }

  #report(ending: DrillEnding): DrillReport {
    const { evidence, faultEndedAtMs, backAtMs } = ending;
    const { takenOut, firstFailedAtMs, answered, failed } = evidence;
    const baseline = evidence.baseline.counts();
    const drill = evidence.drill.counts();
    const { verdict, reasons } = judge(this.#plan, ending);
    return {
      service: this.#order.service,
      endpoint: this.#plan.endpoint,
      fault: this.#plan.fault,
      forMs: this.#plan.forMs,
      faultMs: faultEndedAtMs - evidence.beganAtMs,
      baselineMs: evidence.baselineMs,
      baseline,
      drill,
      addedMs: added(baseline.latencyMs, drill.latencyMs),
      attempts: { answered, failed },
      timeToEjectMs: takenOut === null || firstFailedAtMs === null ? null : takenOut.atMs - firstFailedAtMs,
      takenOutBy: takenOut?.by ?? null,
      timeToRecoverMs: takenOut === null || backAtMs === null ? null : backAtMs - faultEndedAtMs,
      verdict,
      reasons,
    };
  }
}

function added(before: DrillLatency | null, after: DrillLatency | null): DrillLatency | null {
  if (before === null || after === null) return null;
  return { p50: after.p50 - before.p50, p99: after.p99 - before.p99 };
}
