/** What one proxy says of the request that reached it: an element of Forwarded (RFC 7239 4). */
export interface ForwardedElement {
  /** The node that sent the request to that proxy (RFC 7239 5.2, 6). `null` when not said. */
  readonly for: string | null;
  /** The Host it had (RFC 7239 5.3). */
  readonly host: string | null;
  /** The scheme it was made with (RFC 7239 5.4). */
  readonly proto: string | null;
}

/**
 * One pair: a token, `=`, a quoted string or a value without quotes. Those should be tokens, but senders leave the
 * quotes off addresses too; a value that ends at `;` can be read in one way only.
 */
const PAIR = /^\s*([\w!#$%&'*+\-.^`|~]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s";,]+))\s*(?:;|$)/;

/** @returns `null` when it is malformed or says something twice (RFC 7239 4) */
export function parseForwardedElement(element: string): ForwardedElement | null {
  const said = new Map<string, string>();
  let rest = element;
  while (rest !== '') {
    const [pair, name, quoted, bare] = PAIR.exec(rest) ?? [];
    if (pair === undefined || name === undefined) return null;
    const key = name.toLowerCase();
    if (said.has(key)) return null;
    said.set(key, quoted === undefined ? (bare ?? '') : quoted.replaceAll(/\\(.)/g, '$1'));
    rest = rest.slice(pair.length);
  }
  return { for: said.get('for') ?? null, host: said.get('host') ?? null, proto: said.get('proto') ?? null };
}

/** The element as it is sent; what is `null` is left out. `for` is an address without brackets, or `unknown`. */
export function formatForwardedElement(element: ForwardedElement & { readonly for: string }): string {
  let text = `for=${formatNode(element.for)}`;
  if (element.host !== null) text += `;host=${quoteUnlessToken(element.host)}`;
  if (element.proto !== null) text += `;proto=${element.proto}`;
  return text;
}

function formatNode(node: string): string {
  return node.includes(':') ? `"[${node}]"` : node;
}

function quoteUnlessToken(value: string): string {
  return /^[\w!#$%&'*+\-.^`|~]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
