import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayBuffer } from './replay-buffer.ts';

function bufferOf(limitBytes: number, ...pieces: readonly string[]) {
  const buffer = new ReplayBuffer(limitBytes);
  for (const piece of pieces) buffer.append(Buffer.from(piece));
  return buffer;
}

function text(buffer: ReplayBuffer): string {
  return Buffer.concat(buffer.pieces).toString();
}

describe('a replay buffer', () => {
  it('gives back what was appended, in order and as often as it is asked', () => {
    const buffer = bufferOf(100, 'one ', 'two ', 'three');
    expect(text(buffer)).toBe('one two three');
    expect(text(buffer)).toBe('one two three');
    expect(buffer.bytes).toBe(13);
  });

  it('is replayable and has no pieces before anything was appended', () => {
    const buffer = new ReplayBuffer(100);
    expect(buffer).toMatchObject({ replayable: true, complete: false, bytes: 0, pieces: [] });
  });

  it('is complete once the body has ended', () => {
    const buffer = bufferOf(100, 'body');
    expect(buffer.complete).toBe(false);
    buffer.finish();
    expect(buffer).toMatchObject({ complete: true, replayable: true });
  });

  it('keeps pieces without copying them', () => {
    const piece = Buffer.from('body');
    const buffer = new ReplayBuffer(100);
    buffer.append(piece);
    expect(buffer.pieces[0]).toBe(piece);
  });

  it('leaves a list that it gave out as it was when more is appended', () => {
    const buffer = bufferOf(100, 'one');
    const { pieces } = buffer;
    for (let count = 0; count < 20; count++) buffer.append(Buffer.from('x'));
    expect(Buffer.concat(pieces).toString()).toBe('one');
  });

  it('joins the pieces of a body that drips in', () => {
    const buffer = bufferOf(65_536, ...new Array<string>(1_000).fill('x'));
    expect(buffer.pieces.length).toBeLessThanOrEqual(16);
    expect(text(buffer)).toBe('x'.repeat(1_000));
  });
});

describe('the limit of a replay buffer', () => {
  it('may be reached', () => {
    const buffer = bufferOf(8, '1234', '5678');
    expect(buffer.replayable).toBe(true);
    expect(text(buffer)).toBe('12345678');
  });

  it('lets go of everything, for good, when it is passed', () => {
    const buffer = bufferOf(8, '1234', '56789');
    expect(buffer).toMatchObject({ replayable: false, bytes: 0, pieces: [] });
    buffer.append(Buffer.from('1'));
    expect(buffer).toMatchObject({ replayable: false, bytes: 0, pieces: [] });
  });

  it('of 0 still allows an empty body', () => {
    const buffer = bufferOf(0, '');
    buffer.finish();
    expect(buffer).toMatchObject({ replayable: true, complete: true });
  });

  it('holds for any pieces: all of them are there, or none', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.array(fc.string(), { maxLength: 60 }), (limitBytes, pieces) => {
        const buffer = bufferOf(limitBytes, ...pieces);
        const whole = pieces.join('');
        const fits = Buffer.byteLength(whole) <= limitBytes;
        expect(buffer.replayable).toBe(fits);
        expect(text(buffer)).toBe(fits ? whole : '');
        expect(buffer.pieces.length).toBeLessThanOrEqual(16);
      }),
    );
  });
});

describe('a released replay buffer', () => {
  it('keeps nothing and can not be sent again', () => {
    const buffer = bufferOf(100, 'body');
    buffer.release();
    expect(buffer).toMatchObject({ replayable: false, bytes: 0, pieces: [] });
  });
});
