import type { Ratio, Row } from './summary.ts';

const US_PER_MS = 1_000;
const KIB_PER_MIB = 1_024;

/** A Markdown table that also reads well in a terminal: the columns are padded. */
export function formatTable(rows: readonly Row[], reference: string): string {
  const header = [
    'contender',
    'CPU us/request',
    `CPU / ${reference}`,
    'requests/s',
    'p50 ms',
    'p99 ms',
    'peak RSS MiB',
    'quiet rounds',
    'errors',
  ];
  return layOut([header, ...rows.map(cells)]);
}

function cells(row: Row): string[] {
  return [
    row.contender,
    row.cpuUsPerRequest.toFixed(1),
    row.cpuRatio === null ? '-' : formatRatio(row.cpuRatio),
    row.requestsPerSecond.toFixed(0),
    (row.p50Us / US_PER_MS).toFixed(2),
    (row.p99Us / US_PER_MS).toFixed(2),
    (row.peakRssKib / KIB_PER_MIB).toFixed(0),
    `${row.undisturbed} of ${row.rounds}`,
    row.errors === 0 ? '0' : `${row.errors} (!)`,
  ];
}

/** The median, and the spread over rounds behind it. */
function formatRatio({ median, min, max }: Ratio): string {
  return `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;
}

/** A Markdown table, the header first: pads each column to its widest cell, the first to the left, numbers to the right. */
export function layOut(table: readonly (readonly string[])[]): string {
  const [header = []] = table;
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), `| ${rule.join(' | ')} |`, ...table.slice(1).map(line)].join('\n');
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
