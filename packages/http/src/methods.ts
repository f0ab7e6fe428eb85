/** Methods that ask for nothing to be changed (RFC 9110 9.2.1). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Methods of which several identical requests have the effect of one (RFC 9110 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set([...SAFE, 'PUT', 'DELETE']);

/**
 * Whether a method is safe (RFC 9110 9.2.1). Method names are case-sensitive (9.1), so `get` is another method, and
 * what RFC 9110 does not define counts as unsafe: a wrong "no" costs a retry, a wrong "yes" repeats an order.
 */
export function isSafe(method: string): boolean {
  return SAFE.has(method);
}

/** Whether a request may be sent again after it may have been processed (RFC 9110 9.2.2). Unknown methods: no. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}
