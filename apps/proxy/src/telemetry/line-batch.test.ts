import { afterEach, describe, expect, it } from 'vitest';
import { LineBatch } from './line-batch.ts';

const written: string[] = [];
const handOver = (lines: string): void => {
  written.push(lines);
};
let batch = new LineBatch(handOver);

afterEach(() => {
  batch.close();
  written.length = 0;
  batch = new LineBatch(handOver);
});

describe('a batch of lines', () => {
  it('is handed over when it is large enough, whole and in order', () => {
    const line = `${'x'.repeat(1023)}\n`;
    for (let i = 0; i < 64; i++) batch.write(line);
    expect(written).toEqual([line.repeat(64)]);
  });

  it('is handed over on close, and nothing is when there is nothing', () => {
    batch.write('last\n');
    batch.close();
    batch.close();
    expect(written).toEqual(['last\n']);
  });
});
