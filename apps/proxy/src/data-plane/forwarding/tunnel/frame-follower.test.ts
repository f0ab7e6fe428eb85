import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameFollower } from './frame-follower.ts';

interface Frame {
  readonly opcode: number;
  readonly masked: boolean;
  /** Bytes that say how long the payload is; more of them than needed are not allowed, and followed all the same. */
  readonly lengthBytes: 0 | 2 | 8;
  readonly payload: Uint8Array;
}

const frames = fc.array(
  fc
    .record({
      opcode: fc.integer({ min: 0, max: 15 }),
      masked: fc.boolean(),
      lengthBytes: fc.constantFrom<0 | 2 | 8>(0, 2, 8),
      payload: fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 120, maxLength: 300 })),
    })
    .filter(({ lengthBytes, payload }) => lengthBytes > 0 || payload.length < 126),
  { maxLength: 6 },
);

function serialize({ opcode, masked, lengthBytes, payload }: Frame): Buffer {
  const code = { 0: payload.length, 2: 126, 8: 127 }[lengthBytes];
  const head = Buffer.from([0x80 | opcode, (masked ? 0x80 : 0) | code]);
  const length = Buffer.alloc(lengthBytes);
  if (lengthBytes === 2) length.writeUInt16BE(payload.length);
  if (lengthBytes === 8) length.writeBigUInt64BE(BigInt(payload.length));
  return Buffer.concat([head, length, Buffer.alloc(masked ? 4 : 0, 0xff), payload]);
}

describe('a frame follower', () => {
  it('knows after every byte whether a frame is under way, and how much of it is left in what follows', () => {
    fc.assert(
      fc.property(frames, (sequence) => {
        const wire = sequence.map((frame) => serialize(frame));
        const bytes = Buffer.concat(wire);
        const ends = new Set([0]);
        let end = 0;
        for (const frame of wire) ends.add((end += frame.length));
        const follower = new FrameFollower();
        for (let at = 0; at <= bytes.length; at++) {
          expect(follower.betweenFrames).toBe(ends.has(at));
          const next = Math.min(...[...ends].filter((one) => one >= at));
          expect(follower.bytesOfCurrentFrame(bytes.subarray(at))).toBe(next - at);
          expect(follower.bytesOfCurrentFrame(bytes.subarray(at, at + 1))).toBe(Math.min(next - at, 1));
          follower.follow(bytes.subarray(at, at + 1));
        }
      }),
    );
  });

  it('comes to the same however the bytes are split', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 50 })), fc.nat(), (sequence, sizes, cut) => {
        const whole = Buffer.concat(sequence.map((frame) => serialize(frame)));
        const bytes = whole.subarray(0, whole.length - (cut % (whole.length + 1)));
        const atOnce = new FrameFollower();
        atOnce.follow(bytes);
        const inPieces = new FrameFollower();
        let at = 0;
        for (const size of sizes) {
          inPieces.follow(bytes.subarray(at, at + size));
          at += size;
        }
        inPieces.follow(bytes.subarray(at));
        expect(inPieces.betweenFrames).toBe(atOnce.betweenFrames);
        expect(inPieces.closeFrameSeen).toBe(atOnce.closeFrameSeen);
        const rest = whole.subarray(bytes.length);
        expect(inPieces.bytesOfCurrentFrame(rest)).toBe(atOnce.bytesOfCurrentFrame(rest));
      }),
    );
  });

  it('has seen a close frame once the header of one went by', () => {
    fc.assert(
      fc.property(frames, (sequence) => {
        const follower = new FrameFollower();
        for (const frame of sequence) follower.follow(serialize(frame));
        expect(follower.closeFrameSeen).toBe(sequence.some(({ opcode }) => opcode === 8));
      }),
    );
  });

  it('follows a frame that is larger than any buffer', () => {
    const follower = new FrameFollower();
    const header = Buffer.alloc(10);
    header.writeUInt16BE(0x82_7f);
    header.writeBigUInt64BE(5_000_000_000n, 2);
    follower.follow(header);
    const piece = Buffer.alloc(50_000_000);
    for (let i = 0; i < 99; i++) follower.follow(piece);
    expect(follower.betweenFrames).toBe(false);
    follower.follow(piece);
    expect(follower.betweenFrames).toBe(true);
  });
});
