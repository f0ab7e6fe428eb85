import { describe, expect, test } from 'vitest';
import { ReadBuffer } from './read-buffer.ts';

/** Does what Node does with an `onread`. */
function read(reads: ReadBuffer, text: string): void {
  const memory = reads.buffer();
  memory.write(text, 'latin1');
  expect(reads.callback(text.length, memory)).toBe(true);
}

describe('ReadBuffer', () => {
  test.each([
    { name: 'small', length: 10 },
    { name: 'just small', length: 32_767 },
    { name: 'large', length: 32_768 },
    { name: 'full', length: 65_536 },
  ])('hands on $name reads that later reads do not touch', ({ length }) => {
    const pieces: Buffer[] = [];
    const reads = new ReadBuffer((bytes) => pieces.push(bytes));
    read(reads, 'a'.repeat(length));
    read(reads, 'b'.repeat(length));
    read(reads, 'c'.repeat(length));

    expect(pieces.map((piece) => piece.toString())).toEqual([
      'a'.repeat(length),
      'b'.repeat(length),
      'c'.repeat(length),
    ]);
  });

  test('reads small pieces into the same memory, and never again into what it gave away', () => {
    const reads = new ReadBuffer(() => {});
    const memory = reads.buffer();
    read(reads, 'small');
    expect(reads.buffer()).toBe(memory);

    read(reads, 'x'.repeat(65_536));
    expect(reads.buffer()).not.toBe(memory);
    expect(reads.buffer().length).toBe(65_536);
  });
});
