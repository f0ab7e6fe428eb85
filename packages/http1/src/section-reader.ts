import { parseError } from './errors.ts';
import type { ParseError, ParseErrorCode } from './errors.ts';
import { parseFieldLine } from './field-line.ts';
import { parseStatusLine } from './status-line.ts';
import type { StatusLine } from './status-line.ts';

/** What a section is made of and how large it may be. */
export interface SectionShape {
  /** A head begins with a status line; a trailer section does not. */
  readonly startsWith: 'status-line' | 'field-line';
  /** All lines, their CRLFs and the blank line at the end. @unit bytes */
  readonly maxBytes: number;
  readonly maxFields: number;
  /** What exceeding `maxBytes` is called. */
  readonly tooLarge: ParseErrorCode;
}

const sectionEnd = Buffer.from('\r\n\r\n', 'latin1');
const cr = 0x0d;

/** Reads lines up to a blank one, however the bytes are split: a response head, or the trailers of a chunked body. */
export class SectionReader {
  readonly #shape: SectionShape;
  /** The line that is not complete yet, as far as it has come. */
  #tail = '';
  /** Bytes of this section so far. */
  #bytes = 0;

  statusLine: StatusLine | null = null;
  /** Names and values so far. A new list for each section, so whoever takes it owns it. */
  headers: string[] = [];
  /** Set when `read` has returned -1 and the section can never be complete. */
  error: ParseError | null = null;

  constructor(shape: SectionShape) {
    this.#shape = shape;
  }

  /** Forgets the last section and expects another one. */
  reset(): void {
    this.#tail = '';
    this.#bytes = 0;
    this.statusLine = null;
    this.headers = [];
    this.error = null;
  }

  /** Whether any byte of the section has come. */
  get begun(): boolean {
    return this.#bytes > 0;
  }

  /**
   * Takes bytes from data[offset] on.
   * @returns the offset behind the section's blank line, or -1 when that did not come: more is needed, or see `error`.
   */
  read(data: Buffer, offset: number): number {
    // Decodes no more of a body than it must: typically the whole section is here and this finds its last byte.
    const endAt = data.indexOf(sectionEnd, offset);
    const wanted = endAt === -1 ? data.length : endAt + sectionEnd.length;
    const limit = offset + this.#shape.maxBytes - this.#bytes;
    const piece = data.toString('latin1', offset, Math.min(wanted, limit));
    this.#bytes += piece.length;

    const before = this.#tail.length;
    // Only the new piece is searched, so a line that comes byte by byte is not scanned again with every byte.
    if (before > 0 && !piece.includes('\n')) {
      this.#tail += piece;
    } else {
      const blankLineEnd = this.#readLines(before === 0 ? piece : this.#tail + piece);
      if (blankLineEnd !== -1) return offset + blankLineEnd - before;
    }
    if (this.error === null && this.#bytes >= this.#shape.maxBytes) {
      this.error = parseError(this.#shape.tooLarge, `${this.#bytes} bytes`);
    }
    return -1;
  }

  /** @returns where the blank line ends in `text`, or -1; then the tail is kept. */
  #readLines(text: string): number {
    let start = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      const end = at - 1;
      if (end < start || text.charCodeAt(end) !== cr) {
        this.error = parseError('bare-lf');
        return -1;
      }
      if (end === start && !this.#expectsStatusLine()) return at + 1;
      this.error = this.#readLine(text, start, end);
      if (this.error !== null) return -1;
      start = at + 1;
    }
    this.#tail = text.slice(start);
    return -1;
  }

  #readLine(text: string, start: number, end: number): ParseError | null {
    if (this.#expectsStatusLine()) {
      const statusLine = parseStatusLine(text.slice(start, end));
      if ('code' in statusLine) return statusLine;
      this.statusLine = statusLine;
      return null;
    }
    if (this.headers.length >= this.#shape.maxFields * 2) return parseError('too-many-fields');
    return parseFieldLine(text, start, end, this.headers);
  }

  #expectsStatusLine(): boolean {
    return this.statusLine === null && this.#shape.startsWith === 'status-line';
  }
}
