/** What a reader reports, in this order for each message: head, any number of body chunks, end. */
export interface MessageEvents {
  /** The whole head without its last empty line: start line and field lines. */
  head(text: string): void;
  /** Bytes of the body, valid only during the call. */
  body(chunk: Buffer): void;
  end(): void;
}

type State =
  | { readonly at: 'head' }
  | { readonly at: 'body'; left: number }
  | { readonly at: 'chunk-size' }
  | { readonly at: 'chunk-data'; left: number }
  | { readonly at: 'trailers' };

/** Returns the bytes that have not been used and must come again with more behind them. */
type Step = (buffer: Buffer) => Buffer | null;

const CRLF = '\r\n';
const HEAD_END = '\r\n\r\n';

/**
 * Reads HTTP/1.1 messages from the chunks of one connection. As lean as the two ends of a benchmark need it: both speak
 * to proxies that were checked before, so it is not strict, and a message without a length has no body.
 */
export function createMessageReader(events: MessageEvents): (chunk: Buffer) => void {
  let rest: Buffer | null = null;
  let state: State = { at: 'head' };

  const finish = (): void => {
    state = { at: 'head' };
    events.end();
  };

  const readHead: Step = (buffer) => {
    const end = buffer.indexOf(HEAD_END);
    if (end < 0) return null;
    const text = buffer.toString('latin1', 0, end);
    state = bodyState(text);
    events.head(text);
    if (state.at === 'body' && state.left === 0) finish();
    return buffer.subarray(end + HEAD_END.length);
  };

  const readCounted = (buffer: Buffer, left: number, next: (left: number) => void): Buffer => {
    const part = buffer.length <= left ? buffer : buffer.subarray(0, left);
    if (part.length > 0) events.body(part);
    next(left - part.length);
    return buffer.subarray(part.length);
  };

  const readLine = (buffer: Buffer, line: (text: string) => void): Buffer | null => {
    const end = buffer.indexOf(CRLF);
    if (end < 0) return null;
    line(buffer.toString('latin1', 0, end));
    return buffer.subarray(end + CRLF.length);
  };

  const step: Step = (buffer) => {
    switch (state.at) {
      case 'body':
        return readCounted(buffer, state.left, (left) => {
          if (left === 0) finish();
          else state = { at: 'body', left };
        });
      case 'chunk-size':
        return readLine(buffer, (text) => {
          // The CRLF behind the last chunk's data shows as an empty line.
          if (text === '') return;
          const size = Number.parseInt(text, 16);
          state = size === 0 ? { at: 'trailers' } : { at: 'chunk-data', left: size };
        });
      case 'chunk-data':
        return readCounted(buffer, state.left, (left) => {
          state = left === 0 ? { at: 'chunk-size' } : { at: 'chunk-data', left };
        });
      case 'trailers':
        return readLine(buffer, (text) => {
          if (text === '') finish();
        });
      case 'head':
      default:
        return readHead(buffer);
    }
  };

  return (chunk) => {
    let buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    rest = null;
    while (buffer.length > 0) {
      const unused = step(buffer);
      if (unused === null) {
        rest = buffer;
        return;
      }
      buffer = unused;
    }
  };
}

function bodyState(head: string): State {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return { at: 'body', left: Number(length) };
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? { at: 'chunk-size' } : { at: 'body', left: 0 };
}
