import { describe, expect, it } from 'vitest';
import { expectedFieldMap, fieldMap } from './field-map.ts';

describe('fieldMap', () => {
  it('has names in lower case, and values as text', () => {
    const written = { Accept: 'text/html', 'X-Count': 5, 'x-on': true, 'x-empty': '' };
    expect(fieldMap.parse(written)).toEqual({
      ok: true,
      value: { accept: 'text/html', 'x-count': '5', 'x-on': 'true', 'x-empty': '' },
    });
  });

  it.each([
    ['a list', ['accept'], 'write the headers as keys and values, such as "accept: text/html"'],
    ['nothing', undefined, 'write the headers as keys and values, such as "accept: text/html"'],
    ['a bad name', { 'a b': 'x' }, 'correct "a b": header names are letters, digits and hyphens'],
    ['a name twice', { A: 'x', a: 'y' }, 'write a once: the case of names does not matter'],
    ['a value of two lines', { a: 'x\r\ny: z' }, 'write the value of a as one line of text'],
    ['a map as a value', { a: {} }, 'write the value of a as one line of text'],
    ['no value', { a: null }, 'write a value for a, or remove it'],
  ])('refuses %s', (_name, value, fix) => {
    expect(fieldMap.parse(value)).toEqual({ ok: false, fix });
  });

  it('takes the name __proto__ for a name', () => {
    const parsed = fieldMap.parse(JSON.parse('{"__proto__": "x"}'));
    expect(parsed.ok && Object.keys(parsed.value)).toEqual(['__proto__']);
  });
});

describe('expectedFieldMap', () => {
  it('has null for a header that must be absent', () => {
    expect(expectedFieldMap.parse({ 'X-Debug': null, a: 'b' })).toEqual({
      ok: true,
      value: { 'x-debug': null, a: 'b' },
    });
  });
});
