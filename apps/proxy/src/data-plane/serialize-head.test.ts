import { describe, expect, it } from 'vitest';
import { serializeHead } from './serialize-head.ts';

describe('serializeHead', () => {
  it('writes fields in their order and case', () => {
    expect(serializeHead(101, 'Switching', ['X-B', '1', 'x-a', '2', 'X-B', 'caf\xe9'])).toBe(
      'HTTP/1.1 101 Switching\r\nX-B: 1\r\nx-a: 2\r\nX-B: caf\xe9\r\n\r\n',
    );
  });

  it.each([
    { status: 431, line: 'HTTP/1.1 431 Request Header Fields Too Large' },
    { status: 599, line: 'HTTP/1.1 599 ' },
  ])(
    'names a status that has no reason phrase by its usual one, if there is one: $status',
    ({ status, line }) => {
      expect(serializeHead(status, '', [])).toBe(`${line}\r\n\r\n`);
    },
  );
});
