import type { DrillCounts, DrillReport } from '../control-plane/drill/drill-report.ts';
import { textTable } from '../text-table.ts';

/** What a drill has shown, for a terminal: a table, then the verdict and why. */
export function drillTable(report: DrillReport): string {
  const { service, endpoint, fault, faultMs, baselineMs, baseline, drill, verdict, reasons } = report;
  return [
    `Drill of ${service}: ${fault} at ${endpoint} for ${seconds(faultMs)}, after a baseline of ${seconds(baselineMs)}`,
    '',
    ...textTable([
      ['', 'BASELINE', 'DRILL', 'ADDED'],
      ['requests', String(baseline.requests), String(drill.requests)],
      ['failed', String(baseline.failed), String(drill.failed)],
      ['clients left', String(baseline.aborted), String(drill.aborted)],
      ['retries', String(baseline.retries), String(drill.retries)],
      ['retries refused', refusals(baseline), refusals(drill)],
      ['hedges', String(baseline.hedges), String(drill.hedges)],
      latency(report, 'p50'),
      latency(report, 'p99'),
    ]),
    '',
    ...textTable([
      ['attempts at it', `${report.attempts.answered} answered, ${report.attempts.failed} failed`],
      ['time to eject', ejected(report)],
      ['time to recover', report.timeToRecoverMs === null ? '-' : measured(report.timeToRecoverMs)],
    ]),
    '',
    verdict.toUpperCase(),
    ...reasons.map((reason) => `  ${reason}`),
    '',
  ].join('\n');
}

function latency({ baseline, drill, addedMs }: DrillReport, quantile: 'p50' | 'p99'): string[] {
  const of = ({ latencyMs }: DrillCounts): string =>
    latencyMs === null ? '-' : milliseconds(latencyMs[quantile]);
  const more = addedMs === null ? '-' : milliseconds(addedMs[quantile]);
  return [quantile, of(baseline), of(drill), more.startsWith('-') ? more : `+${more}`];
}

function refusals({ refusedRetries }: DrillCounts): string {
  const all = Object.entries(refusedRetries).map(([reason, count]) => `${count} ${reason}`);
  return all.length === 0 ? '0' : all.join(', ');
}

function ejected({ timeToEjectMs, takenOutBy }: DrillReport): string {
  return timeToEjectMs === null ? '-' : `${measured(timeToEjectMs)} (${takenOutBy})`;
}

/** Reports come every 0.1 s. */
function measured(ms: number): string {
  return ms < 100 ? 'below 0.1 s' : seconds(ms);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function milliseconds(ms: number): string {
  return `${Math.abs(ms) < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
