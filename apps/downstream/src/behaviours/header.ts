import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Parsed } from '../units/parsed.ts';
import type { Behaviour } from './behaviour.ts';
import { once } from './behaviour.ts';

/** A field of a message: name and value. */
export type Field = readonly [name: string, value: string];

// They say where the body ends; a lie about that is asked for with `truncate`, `chunked` or `close-delimited`.
const FRAMING = new Set(['content-length', 'transfer-encoding', 'trailer']);

/** Any field of the response; a default field of the same name gives way. */
export const header: Behaviour<readonly Field[]> = {
  example: 'Name:Value',
  help: 'adds this response field; may be repeated, as for Set-Cookie',
  parse(values) {
    const fields: Field[] = [];
    for (const value of values) {
      const colon = value.indexOf(':');
      const field: Field = [value.slice(0, colon).trim(), value.slice(colon + 1).trim()];
      if (colon === -1 || !isField(field)) return { expected: 'Name:Value with a valid name and value' };
      if (FRAMING.has(field[0].toLowerCase())) {
        return {
          expected: `another field than ${field[0]}, which frames the body: see chunked and truncate`,
        };
      }
      fields.push(field);
    }
    return { value: fields };
  },
};

/** A behaviour that is one response field of its own. */
export function fieldBehaviour(name: string, example: string, help: string): Behaviour<string> {
  return {
    example,
    help,
    parse: once((value): Parsed<string> =>
      isField([name, value]) ? { value } : { expected: `a valid value of the field ${name}` },
    ),
  };
}

function isField([name, value]: Field): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
