/**
 * The elements of a list field from its end to its beginning, whitespace trimmed, empty ones left out (RFC 9110 5.6.1).
 * From the end, because there stands what the nearest sender wrote: what a client wrote before it, an open quote
 * included, can then not change how it is read.
 *
 * @param values the field's lines in order
 * @param quotes whether commas inside of quoted strings belong to the element, as in Forwarded
 */
export function elementsFromRight(values: readonly string[], quotes: boolean): string[] {
  const elements: string[] = [];
  for (let line = values.length - 1; line >= 0; line--) {
    const value = values[line] ?? '';
    let end = value.length;
    while (end > 0) {
      const comma = quotes ? unquotedCommaBefore(value, end) : value.lastIndexOf(',', end - 1);
      const element = value.slice(comma + 1, end).trim();
      if (element !== '') elements.push(element);
      end = comma;
    }
  }
  return elements;
}

function unquotedCommaBefore(value: string, end: number): number {
  let quoted = false;
  for (let index = end - 1; index >= 0; index--) {
    const character = value.charCodeAt(index);
    if (character === 0x22 && value.charCodeAt(index - 1) !== 0x5c) quoted = !quoted;
    else if (character === 0x2c && !quoted) return index;
  }
  return -1;
}
