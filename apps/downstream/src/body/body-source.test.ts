import { expect, test } from 'vitest';
import { emptyBody, joinBodies, sliceBody, textBody } from './body-source.ts';
import type { BodySource } from './body-source.ts';

function textOf(body: BodySource, start = 0, end = body.size): string {
  return Buffer.concat([...body.read(start, end)]).toString();
}

test('counts bytes, not characters', () => {
  expect(textBody('grün').size).toBe(5);
});

test('reads any part of a slice', () => {
  const slice = sliceBody(textBody('0123456789'), 2, 8);
  expect(slice.size).toBe(6);
  expect(textOf(slice)).toBe('234567');
  expect(textOf(slice, 1, 3)).toBe('34');
});

test('reads any part of several bodies in a row', () => {
  const joined = joinBodies([textBody('abc'), emptyBody, textBody('def'), textBody('g')]);
  expect(joined.size).toBe(7);
  for (let start = 0; start <= 7; start += 1) {
    for (let end = start; end <= 7; end += 1) {
      expect(textOf(joined, start, end)).toBe('abcdefg'.slice(start, end));
    }
  }
});
