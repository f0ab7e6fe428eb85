import { hexValue, isChunkExtensions, maxChunkSizeDigits } from './chunk-size.ts';
import { parseError } from './errors.ts';
import type { ParseError, ParseErrorCode } from './errors.ts';
import type { ParserLimits } from './limits.ts';
import type { RawHeaders, ResponseHandler } from './message.ts';
import { SectionReader } from './section-reader.ts';

/** Where in the grammar of RFC 9112 7.1 the next byte falls. */
type State = 'size' | 'extension' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' | 'trailers' | 'done';

const cr = 0x0d;
const lf = 0x0a;

/** Takes the chunked coding off a body, byte by byte in the chunk heads and without a copy in the data. */
export class ChunkedDecoder {
  readonly #maxExtensionBytes: number;
  readonly #trailers: SectionReader;
  #state: State = 'size';
  /** The size as far as it was read; then what is missing of the data. */
  #size = 0;
  #digits = 0;
  #extension = '';
  /** Of all chunks of this body. */
  #extensionBytes = 0;

  /** Set when `decode` cannot go on. */
  error: ParseError | null = null;

  constructor(limits: ParserLimits) {
    this.#maxExtensionBytes = limits.maxChunkExtensionBytes;
    this.#trailers = new SectionReader({
      startsWith: 'field-line',
      maxBytes: limits.maxTrailerBytes,
      maxFields: limits.maxHeaderCount,
      tooLarge: 'trailers-too-large',
    });
  }

  /** Forgets the last body and expects another one. */
  reset(): void {
    this.#expectChunk();
    this.#extensionBytes = 0;
    this.error = null;
    this.#trailers.reset();
  }

  /** Whether the last chunk and the trailer section have been read. */
  get done(): boolean {
    return this.#state === 'done';
  }

  /** To be taken when done. */
  get trailers(): RawHeaders {
    return this.#trailers.headers;
  }

  /**
   * Takes bytes from data[offset] on until they or the body end.
   * @param sink gets each piece of data
   * @returns the offset behind the last byte taken
   */
  decode(data: Buffer, offset: number, sink: Pick<ResponseHandler, 'chunk'>): number {
    let at = offset;
    while (at < data.length && this.#state !== 'done' && this.error === null) {
      if (this.#state === 'data') {
        const end = Math.min(data.length, at + this.#size);
        this.#size -= end - at;
        if (this.#size === 0) this.#state = 'data-cr';
        sink.chunk(data.subarray(at, end));
        at = end;
      } else if (this.#state === 'trailers') {
        at = this.#readTrailers(data, at);
      } else {
        // Within the bounds checked above.
        this.#readByte(data[at] ?? 0, this.#state);
        at += 1;
      }
    }
    return at;
  }

  #readTrailers(data: Buffer, offset: number): number {
    const end = this.#trailers.read(data, offset);
    this.error = this.#trailers.error;
    if (end === -1) return data.length;
    this.#state = 'done';
    return end;
  }

  #readByte(byte: number, state: Exclude<State, 'data' | 'trailers' | 'done'>): void {
    switch (state) {
      case 'size':
        this.#readSize(byte);
        break;
      case 'extension':
        this.#readExtension(byte);
        break;
      case 'size-lf':
        if (byte !== lf) this.#fail('bare-cr');
        else this.#state = this.#size === 0 ? 'trailers' : 'data';
        break;
      case 'data-cr':
        if (byte !== cr) this.#fail(byte === lf ? 'bare-lf' : 'invalid-chunk-end');
        else this.#state = 'data-lf';
        break;
      case 'data-lf':
        if (byte !== lf) this.#fail('bare-cr');
        else this.#expectChunk();
        break;
    }
  }

  #readSize(byte: number): void {
    const value = hexValue(byte);
    if (value >= 0) {
      this.#size = this.#size * 16 + value;
      this.#digits += 1;
      if (this.#digits > maxChunkSizeDigits || this.#size > Number.MAX_SAFE_INTEGER) {
        this.#fail('chunk-size-too-large');
      }
    } else if (this.#digits === 0) {
      this.#fail('invalid-chunk-size', byte);
    } else if (byte === cr) {
      this.#state = 'size-lf';
    } else if (byte === 0x3b || byte === 0x20 || byte === 0x09) {
      this.#state = 'extension';
      this.#readExtension(byte);
    } else {
      this.#fail(byte === lf ? 'bare-lf' : 'invalid-chunk-size', byte);
    }
  }

  #readExtension(byte: number): void {
    if (byte === cr) {
      if (isChunkExtensions(this.#extension)) this.#state = 'size-lf';
      else this.error = parseError('invalid-chunk-extension', this.#extension);
    } else if (byte === lf) {
      this.#fail('bare-lf');
    } else if (this.#extensionBytes >= this.#maxExtensionBytes) {
      this.#fail('chunk-extensions-too-large');
    } else {
      this.#extensionBytes += 1;
      this.#extension += String.fromCharCode(byte);
    }
  }

  #expectChunk(): void {
    this.#state = 'size';
    this.#size = 0;
    this.#digits = 0;
    this.#extension = '';
  }

  #fail(code: ParseErrorCode, byte?: number): void {
    this.error = byte === undefined ? parseError(code) : parseError(code, String.fromCharCode(byte));
  }
}
