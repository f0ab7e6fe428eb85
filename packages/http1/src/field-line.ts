import { isBlank, isFieldText, isToken, textFault, trimBlanks } from './characters.ts';
import { parseError } from './errors.ts';
import type { ParseError } from './errors.ts';

/**
 * Reads text[start, end), a field line without its CRLF (RFC 9112 5), and appends its name and its value, without the
 * whitespace around it, to `headers`.
 */
export function parseFieldLine(
  text: string,
  start: number,
  end: number,
  headers: string[],
): ParseError | null {
  const colon = text.indexOf(':', start);
  if (colon === -1 || colon >= end || !isToken(text, start, colon))
    return fieldLineError(text.slice(start, end));

  if (!isFieldText(text, colon + 1, end)) return fieldLineError(text.slice(start, end));

  headers.push(text.slice(start, colon), trimBlanks(text, colon + 1, end));
  return null;
}

/** Names what is wrong with a line that was not accepted. Says nothing of its value, which may be secret. */
function fieldLineError(line: string): ParseError {
  if (isBlank(line.charCodeAt(0))) return parseError('obs-fold');
  const fault = textFault(line);
  const colon = line.indexOf(':');
  // Without a colon all of the line may be a value that lost its name.
  if (colon === -1) return parseError(fault ?? 'missing-colon');
  const name = line.slice(0, colon);
  if (fault !== null) return parseError(fault, name);
  if (isBlank(name.charCodeAt(colon - 1))) return parseError('whitespace-before-colon', name);
  return parseError('invalid-field-name', name);
}
