import { trimBlanks } from './characters.ts';
import type { RawHeaders } from './message.ts';

/** RFC 9110 7.6.1: the options of one Connection line, in lower case. Empty list elements are left in. */
export function connectionOptions(value: string): string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((option) => trimBlanks(option));
}

/** RFC 9110 7.8: whether a message has both Upgrade and the connection option that must go with it. */
export function announcesUpgrade(headers: RawHeaders): boolean {
  let field = false;
  let option = false;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]?.toLowerCase();
    const value = headers[i + 1] ?? '';
    if (name === 'upgrade') field ||= value !== '';
    if (name === 'connection') option ||= connectionOptions(value).includes('upgrade');
  }
  return field && option;
}
