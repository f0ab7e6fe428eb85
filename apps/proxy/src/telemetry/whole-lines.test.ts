import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atomicBytes, wholeLines } from './whole-lines.ts';

function piecesOf(text: string): string[] {
  return Array.from(wholeLines(Buffer.from(text)), String);
}

describe('lines for a pipe that others write to', () => {
  it('stay together as long as they fit', () => {
    const line = `${'x'.repeat(1023)}\n`;
    expect(piecesOf(line.repeat(9))).toEqual([line.repeat(4), line.repeat(4), line]);
  });

  it('are pieces of their own when they are too long', () => {
    const long = `${'x'.repeat(atomicBytes)}\n`;
    expect(piecesOf(`a\n${long}b\n`)).toEqual(['a\n', long, 'b\n']);
  });

  it('lose nothing, and are never cut', () => {
    const line = fc
      .string({ maxLength: 3_000, unit: 'grapheme' })
      .map((text) => `${text.replaceAll('\n', ' ')}\n`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('');
        const pieces = piecesOf(text);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.endsWith('\n')).toBe(true);
          const count = piece.split('\n').length - 1;
          expect(count === 1 || Buffer.byteLength(piece) <= atomicBytes).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
