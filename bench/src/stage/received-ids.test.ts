import { expect, test } from 'vitest';
import { receivedIds, repeated } from './received-ids.ts';

test('reads the ids between other lines, and passes over one that was cut', () => {
  const log =
    '{"msg":"listening","port":1}\n{"msg":"received","id":"a-1"}\n{"msg":"received","id":"a-2"}\n{"msg":"rec';
  expect(receivedIds(log)).toEqual(['a-1', 'a-2']);
});

test('finds what came twice, also at two instances', () => {
  expect(repeated(['a', 'b', 'c', 'b', 'a', 'b'])).toEqual(
    new Map([
      ['a', 2],
      ['b', 3],
    ]),
  );
  expect(repeated(['a', 'b', 'c'])).toEqual(new Map());
});
