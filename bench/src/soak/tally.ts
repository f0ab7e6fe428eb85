import type { Answer } from '../traffic/send.ts';
import type { RequestKind } from '../traffic/kinds.ts';
import { FAULTS, VERDICTS } from './judge.ts';
import type { Verdict } from './judge.ts';

/** A request that went wrong, for whoever looks for the reason. */
export interface Incident extends Omit<Answer, 'startedMs' | 'endedMs'> {
  readonly verdict: Verdict;
  readonly kind: string;
  readonly id: string;
  /** What was wrong with an instance when it ended. */
  readonly fault: string;
  /** Since the start of the load. @unit ms */
  readonly startedMs: number;
  readonly durationMs: number;
}

/** More of them tell nothing new. */
const MAX_INCIDENTS = 100;

/** Counts verdicts, by kind of request. */
export class Tally {
  readonly incidents: Incident[] = [];
  readonly #startMs = performance.now();
  readonly #counts = new Map<string, Map<Verdict, number>>();

  record(kind: RequestKind, id: string, answer: Answer, verdict: Verdict, fault: string): void {
    const counts = this.#counts.get(kind.name) ?? new Map<Verdict, number>();
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    this.#counts.set(kind.name, counts);
    if (!FAULTS.includes(verdict) || this.incidents.length >= MAX_INCIDENTS) return;
    const { startedMs, endedMs, ...seen } = answer;
    const times = {
      startedMs: Math.round(startedMs - this.#startMs),
      durationMs: Math.round(endedMs - startedMs),
    };
    this.incidents.push({ verdict, kind: kind.name, id, fault, ...seen, ...times });
  }

  /** How many came to this verdict, over all kinds. */
  of(verdict: Verdict): number {
    return [...this.#counts.values()].reduce((sum, counts) => sum + (counts.get(verdict) ?? 0), 0);
  }

  get total(): number {
    return VERDICTS.reduce((sum, verdict) => sum + this.of(verdict), 0);
  }

  /** Counts by kind, in the order in which the kinds first ended. */
  byKind(): { readonly kind: string; readonly counts: Readonly<Record<Verdict, number>> }[] {
    return Array.from(this.#counts, ([kind, counts]) => ({
      kind,
      counts: {
        fine: counts.get('fine') ?? 0,
        cut: counts.get('cut') ?? 0,
        refused: counts.get('refused') ?? 0,
        failed: counts.get('failed') ?? 0,
        'cut-by-proxy': counts.get('cut-by-proxy') ?? 0,
        'cut-unseen': counts.get('cut-unseen') ?? 0,
        wrong: counts.get('wrong') ?? 0,
      },
    }));
  }
}
