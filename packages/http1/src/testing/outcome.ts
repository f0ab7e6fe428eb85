import type { ResponseHead } from '../message.ts';
import { readResponse } from './transcript.ts';
import type { Message } from './messages.ts';

/** What came of a message, in words that fit any parser. */
export interface Outcome {
  /** Whether a whole final response was delivered. */
  readonly complete: boolean;
  /** The parser's own name for what it found wrong, before or after a complete response. */
  readonly error: string | null;
  readonly informational: readonly number[];
  /** Of the final response, or of a 101. */
  readonly status: number | null;
  readonly reason: string;
  readonly httpMinor: number | null;
  readonly headers: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

/** Reads a message with our parser. */
export function ourOutcome({ method, text }: Message): Outcome {
  const { events, error } = readResponse(text, { method, upgrade: true, close: true });
  let head: ResponseHead | null = null;
  const outcome = {
    complete: false,
    informational: [] as number[],
    body: '',
    trailers: [] as readonly string[],
  };
  for (const event of events) {
    switch (event.type) {
      case 'informational':
        outcome.informational.push(event.head.statusCode);
        break;
      case 'upgrade':
        outcome.complete = true;
        outcome.body = event.rest;
        head = event.head;
        break;
      case 'head':
        head = event.head;
        break;
      case 'body':
        outcome.body += event.text;
        break;
      case 'end':
        outcome.complete = true;
        outcome.trailers = event.trailers;
        break;
    }
  }
  return {
    ...outcome,
    error,
    status: head?.statusCode ?? null,
    reason: head?.reason ?? '',
    httpMinor: head?.httpMinor ?? null,
    headers: head?.headers ?? [],
  };
}
