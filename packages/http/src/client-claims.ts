import { parseForwardedElement } from './forwarded-element.ts';
import type { ForwardedElement } from './forwarded-element.ts';
import { elementsFromRight } from './list-from-right.ts';
import { fieldValues, singleField } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/** The kind of field that claims are read from. */
export type ClaimSource = 'x-forwarded-for' | 'forwarded' | 'x-real-ip';

/** What a request's fields claim about where it came from, from the right: the nearest proxy first. */
export interface Claims {
  readonly source: ClaimSource;
  /** Nodes, each of them what a proxy saw as its peer; not checked. */
  readonly nodes: readonly string[];
  readonly protos: readonly string[];
  readonly hosts: readonly string[];
  readonly port: string | null;
}

/**
 * Reads the claims of one kind, decided by who says an address: X-Forwarded-For, else Forwarded (RFC 7239), else
 * X-Real-IP. Never a mixture: a proxy keeps up one kind and passes on what a client wrote into the others. X-Forwarded-*
 * comes first because nearly every proxy writes it and few of them write, or remove, Forwarded.
 *
 * @returns `null` when nothing is claimed
 */
export function readClaims(headers: RawHeaders): Claims | null {
  const nodes = listFromRight(headers, 'x-forwarded-for');
  if (nodes.length > 0) return xForwardedClaims(headers, 'x-forwarded-for', nodes);
  const forwarded = fieldValues(headers, 'forwarded');
  if (forwarded.length > 0) return forwardedClaims(forwarded);
  const address = singleField(headers, 'x-real-ip');
  const claims = xForwardedClaims(headers, 'x-real-ip', address === null ? [] : [address]);
  const { protos, hosts, port } = claims;
  return address === null && port === null && protos.length + hosts.length === 0 ? null : claims;
}

function xForwardedClaims(headers: RawHeaders, source: ClaimSource, nodes: readonly string[]): Claims {
  return {
    source,
    nodes,
    protos: listFromRight(headers, 'x-forwarded-proto'),
    hosts: listFromRight(headers, 'x-forwarded-host'),
    port: listFromRight(headers, 'x-forwarded-port')[0] ?? null,
  };
}

/** A malformed element ends the list: to its left nothing can be told apart any more. */
function forwardedClaims(values: readonly string[]): Claims {
  const elements: ForwardedElement[] = [];
  for (const text of elementsFromRight(values, true)) {
    const element = parseForwardedElement(text);
    if (element === null) break;
    elements.push(element);
  }
  return {
    source: 'forwarded',
    nodes: elements.map((element) => element.for ?? ''),
    protos: elements.map((element) => element.proto ?? ''),
    hosts: elements.map((element) => element.host ?? ''),
    port: null,
  };
}

function listFromRight(headers: RawHeaders, lowerName: string): string[] {
  return elementsFromRight(fieldValues(headers, lowerName), false);
}
