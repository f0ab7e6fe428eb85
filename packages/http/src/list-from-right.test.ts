import { describe, expect, it } from 'vitest';
import { elementsFromRight } from './list-from-right.ts';

describe('elementsFromRight', () => {
  it.each([
    { name: 'nothing', values: [], elements: [] },
    { name: 'an empty value', values: [''], elements: [] },
    { name: 'one element', values: [' a '], elements: ['a'] },
    { name: 'several elements', values: ['a,b , c'], elements: ['c', 'b', 'a'] },
    { name: 'several lines', values: ['a, b', 'c'], elements: ['c', 'b', 'a'] },
    { name: 'empty elements', values: [',a,,b,', ' ,'], elements: ['b', 'a'] },
    { name: 'quotes, which mean nothing', values: ['"a,b"'], elements: ['b"', '"a'] },
  ])('reads $name', ({ values, elements }) => {
    expect(elementsFromRight(values, false)).toEqual(elements);
  });

  it.each([
    { name: 'a quoted comma', values: ['a, "b,c", d'], elements: ['d', '"b,c"', 'a'] },
    { name: 'an escaped quote', values: [String.raw`"a\",b", c`], elements: ['c', String.raw`"a\",b"`] },
    {
      name: 'a quote that somebody else left open',
      values: ['x="evil, for=a', 'for=b'],
      elements: ['for=b', 'for=a', 'x="evil'],
    },
  ])('reads $name', ({ values, elements }) => {
    expect(elementsFromRight(values, true)).toEqual(elements);
  });

  it('takes time in proportion to a list made of commas', () => {
    expect(elementsFromRight([','.repeat(200_000)], true)).toEqual([]);
    expect(elementsFromRight(['a,'.repeat(100_000)], false)).toHaveLength(100_000);
  });
});
