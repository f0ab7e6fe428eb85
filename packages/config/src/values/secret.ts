import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/**
 * Text that nobody may see. Empty counts as not set and becomes null, so that `${TOKEN:-}` may stand in a file that
 * is used with and without one.
 */
export const secret: ValueType<string | null> = {
  expected: 'text of printable ASCII characters without spaces',
  json: [{ type: 'string', pattern: '^[!-~]*$' }],
  secret: true,
  parse(value) {
    // A number would lose its leading zeros on the way through YAML.
    if (typeof value !== 'string') return refuse('put it in quotes, or name a variable: ${NAME:-}');
    if (!/^[!-~]*$/.test(value))
      return refuse('use letters, digits and signs only, such as the output of "openssl rand -hex 32"');
    return accept(value === '' ? null : value);
  },
};
