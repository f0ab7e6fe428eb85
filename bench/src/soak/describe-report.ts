import { layOut } from '../report/table.ts';
import { FAULTS, VERDICTS } from './judge.ts';
import { checksOf } from './report.ts';
import type { SoakReport } from './report.ts';

const KIB_PER_MIB = 1_024;

/** The report for people: what became of the requests, the counts that must be right, and what is only told. */
export function describeReport(report: SoakReport): string {
  const requests = report.requests.map(({ kind, counts }) => [
    kind,
    ...VERDICTS.map((verdict) => mark(counts[verdict], FAULTS.includes(verdict) && counts[verdict] > 0)),
  ]);
  const checks = checksOf(report).map(({ what, is, mustBe }) => [what, mark(is, is !== mustBe), `${mustBe}`]);
  return [
    layOut([['request', ...VERDICTS], ...requests]),
    '',
    layOut([['count', 'is', 'must be'], ...checks]),
    '',
    ...notesOf(report),
  ].join('\n');
}

function notesOf(report: SoakReport): string[] {
  const { faults, nonIdempotent, reloads, webSockets, eventStreams, sockets, leftOut } = report;
  const turns = Object.entries(faults).map(([name, count]) => `${name} ${count}`);
  return [
    `Faults: ${turns.join(', ')}`,
    `Non-idempotent requests that reached an instance: ${nonIdempotent.received}; requests left out by the limit: ${leftOut}`,
    `Reloads: ${reloads.done}, ${reloads.medianMs.toFixed(0)} ms in the middle from the file to its use`,
    ...reloads.astray.map((line) => `  astray: ${line}`),
    `WebSockets: ${webSockets.opened} opened, ${webSockets.cut} cut with their instance, ${webSockets.messages} messages`,
    `Event streams: ${eventStreams.opened} opened, ${eventStreams.cut} cut with their instance, ${eventStreams.messages} events`,
    `Sockets: ${sockets.before} before, ${sockets.after} after, ${(sockets.settledMs / 1_000).toFixed(1)} s after the load`,
    memoryOf(report),
    ...report.incidents.slice(0, 10).map((incident) => `  ${JSON.stringify(incident)}`),
  ];
}

function memoryOf({ memory, warmUpSeconds }: SoakReport): string {
  if (memory === null) return 'Memory: too few samples to tell';
  const mib = (kib: number): string => (kib / KIB_PER_MIB).toFixed(1);
  const sign = memory.ratio < 0 ? '' : '+';
  return (
    `Memory, by a line through all samples: ${mib(memory.firstKib)} MiB after a warm-up of ${warmUpSeconds} s, ` +
    `${mib(memory.lastKib)} MiB at the end: ` +
    `${sign}${(memory.ratio * 100).toFixed(1)} %`
  );
}

function mark(value: number, isWrong: boolean): string {
  return isWrong ? `${value} (!)` : `${value}`;
}
