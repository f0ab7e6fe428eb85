/** POSIX's PIPE_BUF on Linux: a write of up to this much to a pipe happens as a whole, or not yet. @unit bytes */
export const atomicBytes = 4096;

/**
 * Cuts lines into pieces that a pipe takes as a whole, so that the lines of several processes do not run into one
 * another. A line that is longer is a piece of its own; it may be torn when the pipe is full.
 * @param lines whole lines, with their newlines
 */
export function* wholeLines(lines: Buffer): Generator<Buffer, void> {
  let from = 0;
  while (from < lines.length) {
    const to = pieceEnd(lines, from);
    yield lines.subarray(from, to);
    from = to;
  }
}

const newline = 0x0a;

function pieceEnd(lines: Buffer, from: number): number {
  if (lines.length - from <= atomicBytes) return lines.length;
  const last = lines.lastIndexOf(newline, from + atomicBytes - 1);
  if (last >= from) return last + 1;
  const first = lines.indexOf(newline, from + atomicBytes);
  return first === -1 ? lines.length : first + 1;
}
