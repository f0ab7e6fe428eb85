/** A value of a structured field that is written as a token, not in quotes (RFC 9651 3.3.4). */
export interface Token {
  readonly token: string;
}

/** Values that a parameter may have here: string, token, integer or boolean (RFC 9651 3.3). */
export type BareItem = string | number | boolean | Token;

/** Parameters in the order written; `undefined` ones are left out. */
export type Parameters = Readonly<Record<string, BareItem | undefined>>;

const TOKEN = /^[A-Za-z*][\w!#$%&'*+\-.^`|~:/]*$/;
const KEY = /^[a-z*][a-z\d_\-.*]*$/;
const NOT_PLAIN = /[^\x20-\x7e]|["\\]/;
const MAX_INTEGER = 999_999_999_999_999;

/** Whether a text can be written as a token (RFC 9651 3.3.4). */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * A bare item in its textual form (RFC 9651 4.1.3.1). Never fails, so that a report of an error cannot be an error:
 * characters that a string cannot have are dropped, a token that is none is written as a string, a number is cut to
 * an integer within bounds.
 */
export function serialiseItem(item: BareItem): string {
  switch (typeof item) {
    case 'boolean':
      return item ? '?1' : '?0';
    case 'number':
      return String(Math.max(-MAX_INTEGER, Math.min(MAX_INTEGER, Math.trunc(item) || 0)));
    case 'string':
      return serialiseString(item);
    default:
      return isToken(item.token) ? item.token : serialiseString(item.token);
  }
}

/** Parameters as they follow an item (RFC 9651 4.1.1.2): `;key=value`, or `;key` alone for true. */
export function serialiseParameters(parameters: Parameters): string {
  let text = '';
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined || !KEY.test(key)) continue;
    text += value === true ? `;${key}` : `;${key}=${serialiseItem(value)}`;
  }
  return text;
}

/**
 * A list field with one more member at its end (RFC 9651 3.1).
 * @param existing the received fields as one value, `null` when there were none
 */
export function appendMember(existing: string | null, member: string): string {
  return existing === null || existing === '' ? member : `${existing}, ${member}`;
}

/** RFC 9651 4.1.6: printable ASCII, with `"` and `\` escaped. */
function serialiseString(text: string): string {
  if (!NOT_PLAIN.test(text)) return `"${text}"`;
  return `"${text.replaceAll(/[^\x20-\x7e]/g, '').replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
