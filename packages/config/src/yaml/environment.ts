/** The variables that `${NAME}` may name; `process.env` has this shape. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Substituted =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly got: string; readonly expected: string; readonly fix: string };

const placeholder = /\$(?:\$|\{([^}]*)(\}?))/g;
const reference = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([^]*))?$/;

/**
 * Replaces `${NAME}` and `${NAME:-default}` in one string, and `$$` by `$`. As in a shell, the default also stands in
 * for an empty variable. What comes out of a variable is not looked at again. A `$` before anything else is itself.
 */
export function substitute(text: string, environment: Environment): Substituted {
  if (!text.includes('$')) return { ok: true, value: text };
  let value = '';
  let rest = 0;
  for (const match of text.matchAll(placeholder)) {
    const [whole, inside, brace] = match;
    value += text.slice(rest, match.index);
    rest = match.index + whole.length;
    if (whole === '$$') {
      value += '$';
      continue;
    }
    const [, name, fallback] = (brace === '}' && reference.exec(inside ?? '')) || [];
    if (name === undefined || fallback?.includes('${') === true) return malformed(whole);
    const found = lookUp(environment, name, fallback);
    if (found === undefined) return unset(name);
    value += found;
  }
  return { ok: true, value: value + text.slice(rest) };
}

function lookUp(environment: Environment, name: string, fallback: string | undefined): string | undefined {
  const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return fallback === undefined || (found !== undefined && found !== '') ? found : fallback;
}

function malformed(whole: string): Substituted {
  return {
    ok: false,
    got: JSON.stringify(whole),
    expected: '${NAME} or ${NAME:-default}, one not inside another',
    fix: 'name one variable between the braces, or write $$ for a dollar sign',
  };
}

function unset(name: string): Substituted {
  return {
    ok: false,
    got: `\${${name}}, which is not set`,
    expected: 'a variable of the environment',
    fix: `set ${name}, or give it a default: \${${name}:-default}`,
  };
}
