import { describe, expect, it } from 'vitest';
import { compose } from './compose.ts';

describe('compose', () => {
  it('gives no contents and no problem for a text without any', () => {
    expect(compose('')).toEqual({ contents: null, problems: [] });
    expect(compose('# nothing yet\n')).toEqual({ contents: null, problems: [] });
  });

  it('refuses a second document', () => {
    expect(compose('a: 1\n---\nb: 2\n').problems).toMatchObject([{ got: 'a second document', offset: 5 }]);
  });

  it('stops at the second document, however many there are', () => {
    expect(compose('---\n'.repeat(100_000)).problems).toHaveLength(1);
  });

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['braces', '{a: '.repeat(200_000)],
    ['list items on one line', '- '.repeat(200_000)],
    ['explicit keys', '? '.repeat(200_000)],
    ['indented maps', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['indented lists', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}-`).join('\n')],
  ])('survives endless nesting of %s', (_name, text) => {
    expect(compose(text)).toMatchObject({
      contents: null,
      problems: [{ kind: 'syntax', got: 'more than 100 levels of nesting' }],
    });
  });

  it('takes what the language needs, many times over', () => {
    expect(compose(`${'['.repeat(40)}${']'.repeat(40)}`).problems).toEqual([]);
  });
});
