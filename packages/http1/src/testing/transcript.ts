import type { ParseErrorCode } from '../errors.ts';
import type { ParserLimits } from '../limits.ts';
import type { BodyFraming, RawHeaders, ResponseHandler, ResponseHead } from '../message.ts';
import { ResponseParser } from '../response-parser.ts';

/** One call of a handler. Pieces of a body that follow each other are one, as their cuts are no part of the meaning. */
export type Event =
  | { readonly type: 'informational'; readonly head: ResponseHead }
  | { readonly type: 'upgrade'; readonly head: ResponseHead; readonly rest: string }
  | { readonly type: 'head'; readonly head: ResponseHead; readonly framing: BodyFraming }
  | { readonly type: 'body'; readonly text: string }
  | { readonly type: 'end'; readonly trailers: RawHeaders };

/** All that a parser said about some bytes. */
export interface Transcript {
  readonly events: readonly Event[];
  readonly error: ParseErrorCode | null;
  readonly reusable: boolean;
}

/** How the bytes are handed over. */
export interface Reading {
  /** @default 'GET' */
  readonly method?: string;
  /** @default false */
  readonly upgrade?: boolean;
  /** The endpoint closes after the last byte. @default false */
  readonly close?: boolean;
  readonly limits?: Partial<ParserLimits>;
}

/** Notes what it is told, and throws when the order of calls is not the promised one. */
export class Recorder implements ResponseHandler {
  readonly events: Event[] = [];
  #stage: 'head' | 'body' | 'over' = 'head';

  informational(head: ResponseHead): void {
    this.#expect('head');
    this.events.push({ type: 'informational', head });
  }

  upgrade(head: ResponseHead, rest: Buffer): void {
    this.#expect('head');
    this.#stage = 'over';
    this.events.push({ type: 'upgrade', head, rest: rest.toString('latin1') });
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.#expect('head');
    this.#stage = 'body';
    this.events.push({ type: 'head', head, framing });
  }

  chunk(data: Buffer): void {
    this.#expect('body');
    if (data.length === 0) throw new Error('an empty piece of a body');
    const last = this.events.at(-1);
    const text = data.toString('latin1');
    if (last?.type === 'body') this.events[this.events.length - 1] = { type: 'body', text: last.text + text };
    else this.events.push({ type: 'body', text });
  }

  end(trailers: RawHeaders): void {
    this.#expect('body');
    this.#stage = 'over';
    this.events.push({ type: 'end', trailers });
  }

  get over(): boolean {
    return this.#stage === 'over';
  }

  #expect(stage: 'head' | 'body'): void {
    if (this.#stage !== stage) throw new Error(`a call for stage ${stage} in stage ${this.#stage}`);
  }
}

/** Has a new parser read one response, given as latin1 text in one or several pushes. */
export function readResponse(pushes: string | readonly string[], reading: Reading = {}): Transcript {
  const parser = new ResponseParser(reading.limits);
  const recorder = new Recorder();
  parser.start(reading.method ?? 'GET', recorder, { upgrade: reading.upgrade ?? false });
  let error: ParseErrorCode | null = null;
  for (const piece of typeof pushes === 'string' ? [pushes] : pushes) {
    const last = recorder.events.at(-1);
    if (last?.type === 'upgrade') {
      // The parser is done; what follows belongs to `rest`, wherever the pushes were cut.
      recorder.events[recorder.events.length - 1] = { ...last, rest: last.rest + piece };
    } else {
      error ??= parser.push(Buffer.from(piece, 'latin1'))?.code ?? null;
    }
  }
  if (reading.close === true) error ??= parser.finish()?.code ?? null;
  return { events: recorder.events, error, reusable: parser.reusable };
}

/** The parts of a transcript that most tests are about. */
export function summary(transcript: Transcript): {
  status: number | null;
  body: string;
  complete: boolean;
  error: ParseErrorCode | null;
} {
  let status: number | null = null;
  let body = '';
  let complete = false;
  for (const event of transcript.events) {
    if (event.type === 'head') status = event.head.statusCode;
    if (event.type === 'body') body += event.text;
    if (event.type === 'end') complete = true;
  }
  return { status, body, complete, error: transcript.error };
}
