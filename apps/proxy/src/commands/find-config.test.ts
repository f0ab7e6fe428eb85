import { describe, expect, it } from 'vitest';
import { findConfig } from './find-config.ts';

const usual = './config.yaml';
const installed = '/etc/hostler/config.yaml';

describe('findConfig', () => {
  it.each([
    { name: 'the named file, be it there or not', named: 'other.yaml', there: [usual], found: 'other.yaml' },
    { name: 'the one in this directory', named: undefined, there: [usual, installed], found: usual },
    { name: 'the installed one', named: undefined, there: [installed], found: installed },
    { name: 'nothing', named: undefined, there: [], found: null },
  ])('finds $name', ({ named, there, found }) => {
    expect(findConfig(named, (file) => there.some((one) => one === file))).toBe(found);
  });
});
