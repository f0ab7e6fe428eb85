import { quote } from '../describe-value.ts';
import { isFieldName } from './field-name.ts';
import { accept, refuse } from './value-type.ts';
import type { JsonSchema, Refusal, ValueType } from './value-type.ts';

/** Header fields by name in lower case, each name once. */
export type FieldMap = Readonly<Record<string, string>>;

/** The same with null for a field that must not be there. */
export type ExpectedFieldMap = Readonly<Record<string, string | null>>;

/** A map of header names to values. Names come out in lower case; numbers and booleans are taken as text. */
export const fieldMap: ValueType<FieldMap> = {
  expected: 'a map of header names to values',
  json: [{ type: 'object', additionalProperties: { anyOf: typesOf('string', 'number', 'boolean') } }],
  parse(value) {
    const fields = readFields(value);
    if (!(fields instanceof Map)) return fields;
    const absent = [...fields].find(([, text]) => text === null);
    if (absent !== undefined) return refuse(`write a value for ${absent[0]}, or remove it`);
    return accept(Object.fromEntries([...fields].map(([name, text]) => [name, text ?? ''])));
  },
};

/** A map of header names to values, or to nothing (`x-debug:`) for fields that must not be there. */
export const expectedFieldMap: ValueType<ExpectedFieldMap> = {
  expected: 'a map of header names to values, or to null for a header that must be absent',
  json: [{ type: 'object', additionalProperties: { anyOf: typesOf('string', 'number', 'boolean', 'null') } }],
  parse(value) {
    const fields = readFields(value);
    return fields instanceof Map ? accept(Object.fromEntries(fields)) : fields;
  },
};

function typesOf(...types: readonly string[]): JsonSchema[] {
  return types.map((type) => ({ type }));
}

function readFields(value: unknown): Map<string, string | null> | Refusal {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('write the headers as keys and values, such as "accept: text/html"');
  const fields = new Map<string, string | null>();
  for (const [name, written] of Object.entries(value)) {
    const lowerCase = name.toLowerCase();
    const text = textOf(written);
    if (!isFieldName(name))
      return refuse(`correct ${quote(name)}: header names are letters, digits and hyphens`);
    if (fields.has(lowerCase)) return refuse(`write ${lowerCase} once: the case of names does not matter`);
    if (text === undefined) return refuse(`write the value of ${lowerCase} as one line of text`);
    fields.set(lowerCase, text);
  }
  return fields;
}

/** RFC 9110 5.5: visible characters with spaces and tabs between them. */
function textOf(value: unknown): string | null | undefined {
  if (value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && /^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?$/.test(value)
    ? value
    : undefined;
}
