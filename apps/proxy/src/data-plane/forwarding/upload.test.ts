import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import type { RequestBodySink } from '../exchange.ts';
import { Upload, replayLimitBytes } from './upload.ts';
import type { UploadLimits } from './upload.ts';
import type { Attempt } from './upstream-client/index.ts';

/** An attempt that writes down what it is given, and is full whenever the test says so. */
class Taker implements Attempt {
  readonly events: string[] = [];
  isFull = false;

  get facts(): never {
    throw new Error('nobody looks at these');
  }

  write(chunk: Buffer): boolean {
    this.events.push(chunk.toString());
    return !this.isFull;
  }

  endBody(trailers: readonly string[]): void {
    this.events.push(['end', ...trailers].join(' '));
  }

  pause(): void {}
  resume(): void {}
  abort(): void {}
}

interface Scene {
  readonly upload: Upload;
  readonly clock: FakeClock;
  /** What was asked of the client's body, and what the listener heard. */
  readonly events: string[];
  readonly sink: RequestBodySink;
}

function scene(limits: Partial<UploadLimits> = {}, headers: readonly string[] = []): Scene {
  const clock = new FakeClock();
  const events: string[] = [];
  const note = (event: string) => (): void => {
    events.push(event);
  };
  const body = { consumed: false, read: note('read'), pause: note('pause'), resume: note('resume') };
  const listener = { tooLarge: note('too large'), clientIdle: note('idle') };
  const upload = new Upload(body, headers, { maxBodyBytes: null, idleMs: 100, ...limits }, clock, listener);
  return { upload, clock, events, sink: upload };
}

describe('Upload', () => {
  it('reads nothing before there is an attempt to give it to', () => {
    const { upload, events } = scene();
    expect(events).toEqual([]);
    upload.sendTo(new Taker());
    expect(events).toEqual(['read']);
  });

  it('passes pieces and trailers on, and counts the bytes', () => {
    const { upload, sink } = scene();
    const taker = new Taker();
    upload.sendTo(taker);
    sink.chunk(Buffer.from('ab'));
    sink.chunk(Buffer.from('cde'));
    sink.end(['X-Sum', '1']);
    expect(taker.events).toEqual(['ab', 'cde', 'end X-Sum 1']);
    expect(upload.bytes).toBe(5);
  });

  it('drops trailers that may not be, and those that Connection names', () => {
    const { upload, sink } = scene({}, ['Connection', 'X-A']);
    const taker = new Taker();
    upload.sendTo(taker);
    sink.end(['Host', 'evil.test', 'X-A', '1', 'X-B', '2']);
    expect(taker.events).toEqual(['end X-B 2']);
  });

  it('holds the client back while the attempt is full', () => {
    const { upload, events, sink } = scene();
    const taker = new Taker();
    taker.isFull = true;
    upload.sendTo(taker);
    sink.chunk(Buffer.from('a'));
    upload.drained();
    expect(events).toEqual(['read', 'pause', 'resume']);
  });

  it('gives the next attempt all of what was read', () => {
    const { upload, events, sink } = scene();
    upload.sendTo(new Taker());
    sink.chunk(Buffer.from('a'));
    upload.hold();
    const second = new Taker();
    upload.sendTo(second);
    sink.chunk(Buffer.from('b'));
    sink.end([]);
    const third = new Taker();
    upload.hold();
    upload.sendTo(third);
    expect([second.events, third.events]).toEqual([
      ['a', 'b', 'end'],
      ['a', 'b', 'end'],
    ]);
    expect(events).toEqual(['read', 'pause', 'resume']);
  });

  it.each([
    { bytes: replayLimitBytes, replayable: true },
    { bytes: replayLimitBytes + 1, replayable: false },
  ])('can send $bytes bytes again: $replayable', ({ bytes, replayable }) => {
    const { upload, sink } = scene();
    upload.sendTo(new Taker());
    sink.chunk(Buffer.alloc(bytes));
    expect(upload.replayable).toBe(replayable);
  });

  it('says when the body gets too large, and passes no more of it on', () => {
    const { upload, events, sink } = scene({ maxBodyBytes: 3 });
    const taker = new Taker();
    upload.sendTo(taker);
    sink.chunk(Buffer.from('abc'));
    sink.chunk(Buffer.from('d'));
    sink.chunk(Buffer.from('e'));
    sink.end([]);
    expect([events, taker.events]).toEqual([['read', 'too large'], ['abc']]);
  });

  it('says once when the client sends nothing for a while', () => {
    const { upload, clock, events, sink } = scene();
    upload.sendTo(new Taker());
    clock.advance(99);
    sink.chunk(Buffer.from('a'));
    clock.advance(99);
    expect(events).toEqual(['read']);
    clock.advance(1);
    clock.advance(1_000);
    expect(events).toEqual(['read', 'idle']);
  });

  it.each([
    {
      name: 'holds the client back',
      act: ({ sink }: Scene, taker: Taker) => {
        taker.isFull = true;
        sink.chunk(Buffer.from('a'));
      },
    },
    { name: 'has no attempt', act: ({ upload }: Scene) => upload.hold() },
    { name: 'has all of the body', act: ({ sink }: Scene) => sink.end([]) },
    { name: 'wants no more', act: ({ upload }: Scene) => upload.stop() },
  ])('does not wait for the client while it $name', ({ act }) => {
    const one = scene();
    const taker = new Taker();
    one.upload.sendTo(taker);
    act(one, taker);
    expect(one.clock.pending).toBe(0);
  });

  it('waits for ever when told so', () => {
    const { upload, clock } = scene({ idleMs: null });
    upload.sendTo(new Taker());
    expect(clock.pending).toBe(0);
  });
});
