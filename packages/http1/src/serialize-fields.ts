import { isFieldText, isToken } from './characters.ts';
import { quote, SerializeError } from './errors.ts';
import type { RawHeaders } from './message.ts';

/**
 * Field lines with their CRLFs, in the order and case given (RFC 9112 5).
 * @throws SerializeError for names that are no tokens and for values that could end their line.
 */
export function serializeFields(headers: RawHeaders): string {
  let text = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1];
    if (!isToken(name)) {
      throw new SerializeError('invalid-field-name', `field name is not a token: ${quote(name)}`);
    }
    if (value === undefined) {
      throw new SerializeError('invalid-field-name', `field name without a value: ${quote(name)}`);
    }
    if (!isFieldText(value)) {
      // The value may be secret, its name is not.
      throw new SerializeError('invalid-field-value', `value of ${name} holds what a field line cannot`);
    }
    text += `${name}: ${value}\r\n`;
  }
  return text;
}
