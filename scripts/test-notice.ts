/**
 * A framed notice that nobody scrolls past: a title, then lines of text. Lines longer than the frame are wrapped
 * between words.
 */
export function notice(title: string, lines: readonly string[], width = 76): string {
  const rows = [title, '', ...lines.flatMap((line) => wrap(line, width))];
  const bar = '═'.repeat(width + 2);
  return [`╔${bar}╗`, ...rows.map((row) => `║ ${row.padEnd(width)} ║`), `╚${bar}╝`].join('\n');
}

function wrap(line: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (longer.length > width && row !== '') {
      rows.push(row);
      row = word;
    } else {
      row = longer;
    }
  }
  rows.push(row);
  return rows;
}
