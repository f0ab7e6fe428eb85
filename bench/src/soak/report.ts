import type { Growth } from './growth.ts';
import type { Verdict } from './judge.ts';
import type { StreamCounts } from './streams.ts';
import type { Incident } from './tally.ts';

/** What a soak found out. */
export interface SoakReport {
  /** Of the load. @unit s */
  readonly seconds: number;
  readonly requests: readonly { readonly kind: string; readonly counts: Readonly<Record<Verdict, number>> }[];
  /** Left out because too many were under way. */
  readonly leftOut: number;
  /** How often each fault was on. */
  readonly faults: Readonly<Record<string, number>>;
  /** Requests that must not be repeated: how many came to an instance, and how many of them more than once. */
  readonly nonIdempotent: { readonly received: number; readonly repeated: number };
  readonly reloads: {
    readonly done: number;
    /** Those with another outcome than they had to have. */
    readonly astray: readonly string[];
    /** @unit ms */
    readonly medianMs: number;
  };
  readonly webSockets: Readonly<StreamCounts>;
  readonly eventStreams: Readonly<StreamCounts>;
  /** Of the proxy, before the load and after it. */
  readonly sockets: { readonly before: number; readonly after: number; readonly settledMs: number };
  /** Null when the soak was too short for it. */
  readonly memory: Growth | null;
  /** One a second, the warm-up included. @unit KiB */
  readonly rssKib: readonly number[];
  readonly warmUpSeconds: number;
  readonly incidents: readonly Incident[];
}

/** One count that must have a certain value. */
export interface Check {
  readonly what: string;
  readonly is: number;
  readonly mustBe: number;
}

/** All that a soak asserts. Times and memory are not among it: they depend on what else the machine does. */
export function checksOf(report: SoakReport): Check[] {
  const sum = (verdict: Verdict): number =>
    report.requests.reduce((total, { counts }) => total + counts[verdict], 0);
  const { webSockets, eventStreams, sockets } = report;
  const zero = (what: string, is: number): Check => ({ what, is, mustBe: 0 });
  return [
    zero('idempotent requests that failed', sum('failed')),
    zero('responses cut by the proxy', sum('cut-by-proxy')),
    zero('cut responses that looked whole', sum('cut-unseen')),
    zero('wrong answers', sum('wrong')),
    zero('non-idempotent requests repeated', report.nonIdempotent.repeated),
    zero('WebSockets cut by a reload', webSockets.cutByReload),
    zero('WebSockets cut by the proxy', webSockets.cutByProxy),
    zero('WebSockets refused', webSockets.refused),
    zero('event streams cut by the proxy', eventStreams.cutByProxy),
    zero('event streams refused', eventStreams.refused),
    zero('reloads that went astray', report.reloads.astray.length),
    { what: 'sockets after the load', is: sockets.after, mustBe: sockets.before },
  ];
}
