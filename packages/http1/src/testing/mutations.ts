import * as fc from 'fast-check';
import { byte, upgradeMessage, validMessage } from './messages.ts';
import type { Message } from './messages.ts';
import { share } from './split.ts';

/** What tends to be read in two ways. */
const characters = ['\r', '\n', '\r\n', '\r\n\r\n', '\n\n', ' ', '\t', '\0', '\x7f', '\x80'];
const delimiters = [':', ',', ';', '"', '0', '5', '-', '+', 'fffffffff'];
const lengths = ['Content-Length: 3\r\n', 'Content-Length : 3\r\n', 'content-length:3, 3\r\n'];
const codings = ['chunked', 'gzip, chunked', 'x'].map((coding) => `Transfer-Encoding: ${coding}\r\n`);
const lines = ['Connection: close\r\n', 'x: y\r\n z\r\n', ' folded\r\n', 'x\r\n', ': x\r\n'];
const chunks = ['0\r\n\r\n', '3\r\nabc\r\n', '3;a=b\r\nabc\r\n'];
const starts = ['HTTP/1.0 ', 'HTTP/2.0 ', 'HTTP/1.1 200 OK\r\n\r\n', 'HTTP/1.1 101 Switching\r\n\r\n'];
const versions = [
  'HTTP/1.0 ',
  'HTTP/1.0 ',
  'HTTP/0.9 ',
  'HTTP/2.0 ',
  'HTTP/1.2 ',
  'RTSP/1.0 ',
  'ICE/1.0 ',
  'HTTP/1.1',
];
const snippet = fc.constantFrom(...[characters, delimiters, lengths, codings, lines, chunks, starts].flat());

const mutation = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace', 'repeat', 'truncate', 'insert-line', 'version'),
  at: share,
  length: fc.integer({ min: 1, max: 8 }),
  inserted: fc.oneof(snippet, byte),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutate(text: string, { kind, at, length, inserted }: Mutation): string {
  const start = Math.floor(at * text.length);
  const end = start + length;
  switch (kind) {
    case 'insert':
      return text.slice(0, start) + inserted + text.slice(start);
    case 'delete':
      return text.slice(0, start) + text.slice(end);
    case 'replace':
      return text.slice(0, start) + inserted + text.slice(start + inserted.length);
    case 'repeat':
      return text.slice(0, end) + text.slice(start);
    case 'truncate':
      return text.slice(0, start);
    case 'insert-line': {
      const line = text.indexOf('\r\n', start);
      return line === -1 ? text : text.slice(0, line + 2) + inserted + text.slice(line + 2);
    }
    case 'version':
      return text.replace(/HTTP\/1\.[01] (?=[2-9])/, versions[length - 1] ?? '');
    default:
      return text;
  }
}

/** A valid message with up to three faults, most of which change how it is to be read. */
export const mutatedMessage: fc.Arbitrary<Message> = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: validMessage }, { weight: 1, arbitrary: upgradeMessage }),
    fc.array(mutation, { minLength: 1, maxLength: 3 }),
  )
  .map(([{ method, text }, mutations]) => ({ method, text: mutations.reduce(mutate, text) }));

/** Bytes without any plan, and what begins like a response and goes on without one. */
export const randomBytes: fc.Arbitrary<Message> = fc
  .tuple(
    fc.constantFrom('GET', 'HEAD', 'CONNECT'),
    fc.constantFrom(
      '',
      'HTTP/1.1 200',
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    ),
    fc.array(fc.oneof(byte, snippet), { maxLength: 200 }),
  )
  .map(([method, start, parts]) => ({ method, text: start + parts.join('') }));
