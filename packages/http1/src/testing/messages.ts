import * as fc from 'fast-check';

/** A response and the request that it answers. */
export interface Message {
  readonly method: string;
  /** The bytes, as latin1. The endpoint closes after them. */
  readonly text: string;
}

/** A message whose meaning is known, because it was made from it. */
export interface ValidMessage extends Message {
  readonly informational: readonly number[];
  readonly statusCode: number;
  readonly headers: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

type Field = readonly [name: string, separator: string, value: string, end: string];

const tokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const latin1 = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCharCode(code));

export const byte = latin1(0, 255);
const visible = fc.oneof(
  { weight: 5, arbitrary: latin1(0x21, 0x7e) },
  { weight: 1, arbitrary: latin1(0x80, 0xff) },
);
const word = fc.string({ unit: visible, minLength: 1, maxLength: 12 });
const blanks = fc.constantFrom('', ' ', '  ', '\t', ' \t ');

/** Names that cannot be framing fields. */
const fieldName = fc
  .string({ unit: fc.constantFrom(...tokenCharacters.split('')), maxLength: 12 })
  .map((name) => `x${name}`);
const fieldValue = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const field: fc.Arbitrary<Field> = fc.tuple(fieldName, blanks, fieldValue, blanks);
export const fields = fc.array(field, { maxLength: 6 });
const reason = fc.oneof(fc.constantFrom('OK', ''), fieldValue);

const wire = (list: readonly Field[]): string =>
  list.map(([name, separator, value, end]) => `${name}:${separator}${value}${end}\r\n`).join('');
export const raw = (list: readonly Field[]): string[] => list.flatMap(([name, , value]) => [name, value]);

const informational = fc.tuple(fc.constantFrom(100, 102, 103, 199), fields);

const statusCode = fc.oneof(
  fc.constantFrom(200, 204, 206, 304, 404, 503),
  fc.integer({ min: 200, max: 999 }),
);

const bodyText = fc.string({ unit: byte, maxLength: 64 });
const chunkExtension = fc.constantFrom('', '', '', ';a', ';a=b', ' ; a="b;\\"" ;c');
const chunk = fc.tuple(fc.string({ unit: byte, minLength: 1, maxLength: 40 }), chunkExtension);

/** A body with the field line that announces it. */
interface Body {
  readonly framing: Field | null;
  readonly wire: string;
  readonly text: string;
  readonly trailers: readonly Field[];
}

const sized: fc.Arbitrary<Body> = bodyText.map((text) => ({
  framing: ['Content-Length', ' ', String(text.length), ''],
  wire: text,
  text,
  trailers: [],
}));
const chunked: fc.Arbitrary<Body> = fc
  .tuple(fc.array(chunk, { maxLength: 4 }), chunkExtension, fields)
  .map(([chunks, lastExtension, trailers]) => ({
    framing: ['Transfer-Encoding', ' ', 'chunked', ''],
    wire: `${chunks
      .map(([data, extension]) => `${data.length.toString(16)}${extension}\r\n${data}\r\n`)
      .join('')}0${lastExtension}\r\n${wire(trailers)}\r\n`,
    text: chunks.map(([data]) => data).join(''),
    trailers,
  }));
const untilClose: fc.Arbitrary<Body> = bodyText.map((text) => ({
  framing: null,
  wire: text,
  text,
  trailers: [],
}));

/** Any response that RFC 9112 allows and this parser is to take, small enough that mutations hit what matters. */
export const validMessage: fc.Arbitrary<ValidMessage> = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'POST', 'HEAD'),
    informational: fc.array(informational, { maxLength: 2 }),
    minor: fc.constantFrom(1, 1, 1, 0),
    statusCode,
    reason,
    before: fields,
    after: fields,
    body: fc.oneof(sized, chunked, untilClose),
  })
  .filter(({ minor, body }) => minor === 1 || body.framing?.[0] !== 'Transfer-Encoding')
  .map(({ method, informational: hints, minor, statusCode: status, reason: phrase, before, after, body }) => {
    const bodiless = method === 'HEAD' || status === 204 || status === 304;
    const list = [...before, ...(body.framing === null ? [] : [body.framing]), ...after];
    const early = hints.map(([code, extra]) => `HTTP/1.1 ${code} Early\r\n${wire(extra)}\r\n`).join('');
    const head = `HTTP/1.${minor} ${status} ${phrase}\r\n${wire(list)}\r\n`;
    return {
      method,
      text: early + head + (bodiless ? '' : body.wire),
      informational: hints.map(([code]) => code),
      statusCode: status,
      headers: raw(list),
      body: bodiless ? '' : body.text,
      trailers: bodiless ? [] : raw(body.trailers),
    };
  });

/** A 101 as it should be, and what comes after it. */
export const upgradeMessage: fc.Arbitrary<Message> = fc
  .tuple(fields, fc.constantFrom('Upgrade', 'keep-alive, upgrade'), bodyText)
  .map(([extra, option, rest]) => ({
    method: 'GET',
    text: `HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: ${option}\r\n${wire(extra)}\r\n${rest}`,
  }));
