import { expect, test } from 'vitest';
import { isEventStream } from './event-stream.ts';

const cases = [
  { name: 'the media type', headers: ['Content-Type', 'text/event-stream'], expected: true },
  {
    name: 'with a parameter',
    headers: ['content-type', 'Text/Event-Stream ; charset=utf-8'],
    expected: true,
  },
  { name: 'behind other fields', headers: ['A', 'b', 'CONTENT-TYPE', 'text/event-stream'], expected: true },
  { name: 'another media type', headers: ['Content-Type', 'text/event-streams'], expected: false },
  { name: 'another field', headers: ['Content-Typo', 'text/event-stream'], expected: false },
  { name: 'no fields', headers: [], expected: false },
];

test.each(cases)('$name: $expected', ({ headers, expected }) => {
  expect(isEventStream(headers)).toBe(expected);
});
