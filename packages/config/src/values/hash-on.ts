import { closestWord } from '../closest-word.ts';
import { isFieldName } from './field-name.ts';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** What of a request decides to which endpoint `consistent-hash` sends it. */
export type HashOn =
  | { readonly kind: 'client' | 'path' }
  | { readonly kind: 'header' | 'cookie' | 'query'; readonly name: string };

const example = 'client, path, header:x-tenant, cookie:cart or query:id';

/** `client`, `path`, or one of `header:`, `cookie:` and `query:` with a name. Header names come out in lower case. */
export const hashOn: ValueType<HashOn> = {
  expected: 'client, path, header:NAME, cookie:NAME or query:NAME',
  json: [{ enum: ['client', 'path'] }, { type: 'string', pattern: '^(header|cookie|query):.+$' }],
  parse(value) {
    if (value === 'client' || value === 'path') return accept({ kind: value });
    if (typeof value !== 'string') return refuse(`write one of ${example}`);
    const colon = value.indexOf(':');
    const kind = colon === -1 ? value : value.slice(0, colon);
    const name = colon === -1 ? '' : value.slice(colon + 1);
    if (kind !== 'header' && kind !== 'cookie' && kind !== 'query') return refuse(meant(kind, name));
    if (name === '') return refuse(`add the name after the colon, as in ${kind}:id`);
    if (kind === 'query') return isQueryName(name) ? accept({ kind, name }) : refuse(queryFix);
    if (!isFieldName(name)) return refuse('use a name of letters, digits and hyphens');
    return accept({ kind, name: kind === 'header' ? name.toLowerCase() : name });
  },
};

const queryFix = 'write the name of the parameter as it stands in the query, without "=", "&" and spaces';

function isQueryName(name: string): boolean {
  return /^[!-~]+$/.test(name) && !/[=&#]/.test(name);
}

function meant(kind: string, name: string): string {
  const word = closestWord(kind, ['client', 'path', 'header', 'cookie', 'query']);
  if (word === null) return `write one of ${example}`;
  if (word === 'client' || word === 'path') return `did you mean ${word}?`;
  return `did you mean ${word}:${name === '' ? 'NAME' : name}?`;
}
