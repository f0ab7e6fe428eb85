import { afterEach, describe, expect, it } from 'vitest';
import { LineBatch } from './line-batch.ts';

const written: string[] = [];
const sink = { write: (text: string) => written.push(text) };
let batch = new LineBatch(sink);

afterEach(() => {
  batch.close();
  written.length = 0;
  batch = new LineBatch(sink);
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
