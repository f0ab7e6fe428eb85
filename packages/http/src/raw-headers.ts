/**
 * Header or trailer fields as they came: a flat list of names and values in the order and case received,
 * values as latin1 without the whitespace around them (RFC 9110 5.5).
 */
export type RawHeaders = readonly string[];

/** What the lookups answer when there is nothing; shared, so that asking in vain allocates nothing. */
const NO_VALUES: readonly string[] = Object.freeze([]);

/**
 * Whether `name` is `lowerName` but for its case (RFC 9110 5.1).
 * @param lowerName in lower case already
 */
export function isSameName(name: string, lowerName: string): boolean {
  if (name.length !== lowerName.length) return false;
  // From the end: field names share beginnings (`x-forwarded-`, `content-`, `accept-`) far more than endings.
  for (let index = name.length - 1; index >= 0; index--) {
    const code = name.charCodeAt(index);
    const expected = lowerName.charCodeAt(index);
    if (code !== expected && (code < 0x41 || code > 0x5a || code + 0x20 !== expected)) return false;
  }
  return true;
}

/** Whether the field is there at all, an empty value included. */
export function hasField(headers: RawHeaders, lowerName: string): boolean {
  for (let index = 0; index < headers.length; index += 2) {
    if (isSameName(headers[index] ?? '', lowerName)) return true;
  }
  return false;
}

/** Every value of a field, one for each field line, in order. */
export function fieldValues(headers: RawHeaders, lowerName: string): readonly string[] {
  let values: string[] | null = null;
  for (let index = 0; index < headers.length; index += 2) {
    if (!isSameName(headers[index] ?? '', lowerName)) continue;
    const value = headers[index + 1] ?? '';
    if (values === null) values = [value];
    else values.push(value);
  }
  return values ?? NO_VALUES;
}

/**
 * The value of a field that may occur once only.
 * @returns `null` when it is absent, and also when it is repeated: which of two values counts is a question that
 * two recipients answer in two ways, so nobody here may choose (RFC 9110 5.3).
 */
export function singleField(headers: RawHeaders, lowerName: string): string | null {
  let found: string | null = null;
  for (let index = 0; index < headers.length; index += 2) {
    if (!isSameName(headers[index] ?? '', lowerName)) continue;
    if (found !== null) return null;
    found = headers[index + 1] ?? '';
  }
  return found;
}

/**
 * A list field as one value: its field lines joined by a comma (RFC 9110 5.3).
 * @returns `null` when it is absent. Never for Set-Cookie, which is no list.
 */
export function combinedField(headers: RawHeaders, lowerName: string): string | null {
  let combined: string | null = null;
  for (let index = 0; index < headers.length; index += 2) {
    if (!isSameName(headers[index] ?? '', lowerName)) continue;
    const value = headers[index + 1] ?? '';
    combined = combined === null ? value : `${combined}, ${value}`;
  }
  return combined;
}
