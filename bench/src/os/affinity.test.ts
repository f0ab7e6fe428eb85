import { describe, expect, test } from 'vitest';
import { choosePinning, parseCpuList } from './affinity.ts';

describe('parseCpuList', () => {
  test.each([
    { name: 'a range', list: '0-3\n', cpus: [0, 1, 2, 3] },
    { name: 'single cores', list: '2,5', cpus: [2, 5] },
    { name: 'both', list: '0,4-6,9', cpus: [0, 4, 5, 6, 9] },
    { name: 'nothing', list: '', cpus: [] },
  ])('reads $name', ({ list, cpus }) => {
    expect(parseCpuList(list)).toEqual(cpus);
  });
});

describe('choosePinning', () => {
  test('gives the contender one core and the others to load and upstream', () => {
    expect(choosePinning([4, 5, 6], true)).toEqual({
      proxy: 4,
      load: '5,6',
      description: 'contender pinned to core 4, load and upstream to 5,6',
    });
  });

  test.each([
    {
      name: 'there is one core',
      cpus: [0],
      hasTaskset: true,
      description: 'one core only: nothing is pinned',
    },
    {
      name: 'taskset is missing',
      cpus: [0, 1],
      hasTaskset: false,
      description: 'taskset is not installed: nothing is pinned',
    },
  ])('pins nothing, and says so, when $name', ({ cpus, hasTaskset, description }) => {
    expect(choosePinning(cpus, hasTaskset)).toEqual({ proxy: null, load: null, description });
  });
});
