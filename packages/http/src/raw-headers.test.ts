import { describe, expect, it } from 'vitest';
import { combinedField, fieldValues, hasField, isSameName, singleField } from './raw-headers.ts';

const headers = ['Host', 'a', 'Accept', 'x', 'ACCEPT', 'y', 'X-Empty', ''];

describe('isSameName', () => {
  it.each([
    { name: 'Host', lowerName: 'host', same: true },
    { name: 'HOST', lowerName: 'host', same: true },
    { name: 'host', lowerName: 'host', same: true },
    { name: 'Hosts', lowerName: 'host', same: false },
    { name: 'Hos', lowerName: 'host', same: false },
    // 0x20 apart, but no letters: `@` and backquote, `[` and `{`.
    { name: 'a@', lowerName: 'a`', same: false },
    { name: 'a[', lowerName: 'a{', same: false },
    { name: '', lowerName: '', same: true },
  ])('$name is $lowerName: $same', ({ name, lowerName, same }) => {
    expect(isSameName(name, lowerName)).toBe(same);
  });
});

describe('looking fields up', () => {
  it('finds every line of a field in order and whatever its case', () => {
    expect(fieldValues(headers, 'accept')).toEqual(['x', 'y']);
    expect(fieldValues(headers, 'cookie')).toEqual([]);
  });

  it('takes names for names only, not values', () => {
    expect(fieldValues(['x', 'host', 'host', 'a'], 'host')).toEqual(['a']);
  });

  it('says whether a field is there, an empty one included', () => {
    expect(hasField(headers, 'x-empty')).toBe(true);
    expect(hasField(headers, 'cookie')).toBe(false);
  });

  it('gives the value of a field that stands once', () => {
    expect(singleField(headers, 'host')).toBe('a');
    expect(singleField(headers, 'x-empty')).toBe('');
  });

  it('gives no value where a field is absent or repeated', () => {
    expect(singleField(headers, 'cookie')).toBe(null);
    expect(singleField(headers, 'accept')).toBe(null);
  });

  it('joins the lines of a list field', () => {
    expect(combinedField(headers, 'accept')).toBe('x, y');
    expect(combinedField(headers, 'host')).toBe('a');
    expect(combinedField(headers, 'cookie')).toBe(null);
  });
});
