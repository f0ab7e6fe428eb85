import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** What a service is called: in metrics, logs and Proxy-Status, so it is short and needs no escaping anywhere. */
export const serviceName: ValueType<string> = word({
  expected: 'a name of 1 to 100 letters, digits, ".", "_" or "-" that begins with a letter or a digit',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  example: 'my-service',
});

/** What this proxy is called towards others; both an RFC 9110 5.6.2 token and an RFC 9651 3.3.4 token. */
export const pseudonym: ValueType<string> = word({
  expected: 'a name of 1 to 64 letters, digits, ".", "_" or "-" that begins with a letter',
  pattern: '^[A-Za-z][A-Za-z0-9._-]{0,63}$',
  example: 'hostler',
});

function word(rule: { expected: string; pattern: string; example: string }): ValueType<string> {
  const shape = new RegExp(rule.pattern);
  return {
    expected: rule.expected,
    json: [{ type: 'string', pattern: rule.pattern }],
    parse(value) {
      if (typeof value !== 'string') return refuse('write the name in quotes');
      if (shape.test(value)) return accept(value);
      return refuse(suggestion(value, shape) ?? `write a name such as ${rule.example}`);
    },
  };
}

function suggestion(text: string, shape: RegExp): string | null {
  const tidy = text.trim().replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return shape.test(tidy) ? `write ${tidy}` : null;
}
