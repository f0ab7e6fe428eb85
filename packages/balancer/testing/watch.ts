import type { Ejection, OutlierDetectionOptions } from '../src/outliers/ejection.ts';
import { OutlierDetector } from '../src/outliers/outlier-detector.ts';
import type { OutcomeCounts } from '../src/outcome-counts.ts';

/** A detector on a clock of its own. */
export class Watch {
  readonly detector: OutlierDetector;
  mayEject: (name: string) => boolean = () => true;
  nowMs = 0;
  /** All ejections so far. */
  readonly ejected: { readonly name: string; readonly lastsMs: number; readonly times: number }[] = [];

  constructor(names: readonly string[], options: Partial<OutlierDetectionOptions> = {}) {
    this.detector = new OutlierDetector({
      consecutiveFailures: 5,
      failureRatePercent: null,
      minRequests: 20,
      windowMs: 10_000,
      baseEjectionMs: 10_000,
      maxEjectionMs: 300_000,
      maxEjectedPercent: 50,
      ...options,
    });
    this.detector.endpoints(names);
  }

  waitMs(ms: number): void {
    this.nowMs += ms;
  }

  advance(): readonly string[] {
    return this.detector.advance(this.nowMs);
  }

  /** A report in which the failures came before the answers, unless it says otherwise. */
  record(name: string, counts: Partial<OutcomeCounts>): Ejection | null {
    const all = { ...NOTHING, ...counts };
    const ejection = this.detector.record(name, all, this.nowMs, (of) => this.mayEject(of));
    if (ejection !== null) {
      this.ejected.push({ name, lastsMs: ejection.untilMs - this.nowMs, times: ejection.times });
    }
    return ejection;
  }

  eject(name: string): Ejection {
    const ejection = this.record(name, { reset: 5 });
    if (ejection === null) throw new Error(`${name} was not ejected`);
    return ejection;
  }

  /** Ejects it and waits until it is back. @returns how long that was. */
  ejectForItsTime(name: string): number {
    const { untilMs } = this.eject(name);
    const lastedMs = untilMs - this.nowMs;
    this.waitMs(lastedMs);
    this.advance();
    return lastedMs;
  }
}

const NOTHING: OutcomeCounts = {
  success: 0,
  errorStatus: 0,
  gatewayFailure: 0,
  reset: 0,
  connectFailure: 0,
  headerTimeout: 0,
  trailingGatewayFailures: 0,
  trailingLocalErrors: 0,
};
